package io.estafet.directory.postgres;

import io.estafet.directory.PendingProjection;
import io.estafet.directory.ProjectionOutbox;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Rows;
import io.estafet.postgres.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The outbox in PostgreSQL. Ages are by PostgreSQL's clock, so that replicas agree on them. An entry that was pending
 * for 400 ms or longer is kept for at least 2 s after its projection: a message that was admitted under the old state
 * just before may not have its right to send yet, and must not get it.
 */
@Singleton
record ProjectionOutboxRepository(DirectoryDatabase database) implements ProjectionOutbox {

    private static final String PENDING = """
            WITH expired AS (
              DELETE FROM projection_outbox WHERE projected_at < clock_timestamp() - interval '2 seconds'
            )
            SELECT id, portfolio, persons FROM projection_outbox
            WHERE id > $2 AND projected_at IS NULL AND at < clock_timestamp() - $1 * interval '1 millisecond'
            ORDER BY id LIMIT $3""";

    private static final String MARK_PROJECTED = """
            WITH recent AS (
              DELETE FROM projection_outbox WHERE id = ANY ($1) AND at > clock_timestamp() - interval '400 milliseconds'
              RETURNING id
            )
            UPDATE projection_outbox SET projected_at = clock_timestamp()
             WHERE id = ANY ($1) AND id NOT IN (SELECT id FROM recent) AND projected_at IS NULL""";

    private static final String ADD =
            "INSERT INTO projection_outbox (portfolio, persons) VALUES ($1, $2) RETURNING id, portfolio, persons";

    @Override
    public Uni<List<PendingProjection>> pending(Duration age, long after, int limit) {
        return Rows.list(
                database.run(PENDING, Tuple.of(age.toMillis(), after, limit)), ProjectionOutboxRepository::entry);
    }

    @Override
    public Uni<Void> markProjected(Collection<PendingProjection> projected) {
        Tuple ids = Columns.of(projected).longs(PendingProjection::id).tuple();
        return database.run(MARK_PROJECTED, ids).replaceWithVoid();
    }

    /** Adds an entry within the transaction that changes what is known of the persons. */
    static Uni<PendingProjection> add(Statements statements, PortfolioId portfolio, List<PersonId> persons) {
        Tuple entry =
                Columns.of(persons, portfolio.value()).longs(PersonId::value).tuple();
        return Rows.only(statements.run(ADD, entry), ProjectionOutboxRepository::entry);
    }

    /** Reads an entry from its columns {@code id}, {@code portfolio} and {@code persons}. */
    static PendingProjection entry(Row row) {
        Optional<List<PersonId>> persons = Optional.ofNullable(row.getArrayOfLongs("persons"))
                .map(ids -> Arrays.stream(ids).map(PersonId::new).toList());
        return new PendingProjection(row.getLong("id"), new PortfolioId(row.getString("portfolio")), persons);
    }
}
