package io.estafet.directory.postgres;

import io.estafet.directory.Debt;
import io.estafet.directory.Debts;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Debts by PostgreSQL's own clock, so that replicas agree on their age. One that stood for long is kept for a moment
 * after its payment: what was taken by the old answer just before may not have its right to send yet, and is not to
 * get it.
 */
@Singleton
final class DebtRepository implements Debts {

    private static final String OUTSTANDING = """
            WITH forgotten AS (
              DELETE FROM projection_debt WHERE paid_at < clock_timestamp() - interval '2 seconds'
            )
            SELECT id, portfolio, persons FROM projection_debt
            WHERE id > $2 AND paid_at IS NULL AND at < clock_timestamp() - $1 * interval '1 millisecond'
            ORDER BY id LIMIT $3""";

    private static final String SETTLE = """
            WITH paid AS (
              DELETE FROM projection_debt WHERE id = ANY ($1) AND at > clock_timestamp() - interval '400 milliseconds'
              RETURNING id
            )
            UPDATE projection_debt SET paid_at = clock_timestamp()
             WHERE id = ANY ($1) AND id NOT IN (SELECT id FROM paid) AND paid_at IS NULL""";

    private final Sql sql;

    DebtRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Uni<List<Debt>> outstanding(Duration age, long after, int limit) {
        return sql.run(OUTSTANDING, Tuple.of(age.toMillis(), after, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(DebtRepository::debt)
                        .toList());
    }

    @Override
    public Uni<Void> settle(Collection<Debt> debts) {
        Long[] ids = debts.stream().map(Debt::id).toArray(Long[]::new);
        return sql.run(SETTLE, Tuple.tuple().addValue(ids)).replaceWithVoid();
    }

    private static Debt debt(Row row) {
        Optional<List<PersonId>> persons = Optional.ofNullable(row.getArrayOfLongs("persons"))
                .map(ids -> Arrays.stream(ids).map(PersonId::new).toList());
        return new Debt(row.getLong("id"), new PortfolioId(row.getString("portfolio")), persons);
    }
}
