package io.estafet.directory.postgres;

import io.estafet.directory.PendingProjection;
import io.estafet.directory.Suppression;
import io.estafet.directory.Suppressions;
import io.estafet.message.Backoff;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Suppressions in PostgreSQL. Each change is one statement together with its outbox entry. */
@Singleton
final class SuppressionRepository implements Suppressions {

    /** The number of lengths through which a suppression can grow; it stays at the last one. */
    private static final int STEPS = 16;

    /**
     * A suppression continues a row when the refused request began no later than the longest wait after the end of the
     * previous one. A refusal whose request began before that end only repeats it and changes nothing.
     */
    private static final String REFUSED = """
            WITH changed AS (
                INSERT INTO person_suppression AS s (portfolio, person, kind, ends_at, refused_at, repeats)
                VALUES ($1, $2, $3, $4::timestamptz + ($7::bigint[])[1] * interval '1 millisecond', $5, 0)
                ON CONFLICT (portfolio, person, kind) DO UPDATE SET
                    repeats = CASE WHEN s.ends_at < $6 THEN 0 ELSE s.repeats + 1 END,
                    ends_at = $4::timestamptz + interval '1 millisecond' * ($7::bigint[])[
                        CASE WHEN s.ends_at < $6 THEN 1 ELSE least(s.repeats + 2, cardinality($7::bigint[])) END],
                    refused_at = $5
                WHERE s.ends_at <= $5
                RETURNING person
            )
            INSERT INTO projection_outbox (portfolio, persons) SELECT $1, array[person] FROM changed
            RETURNING id, persons""";

    /**
     * The next suppression is the first in a row again. WhatsApp tells in whole seconds when a person wrote, hence the
     * second that is added. Rows are locked in the order of the people, so that two statements about the same people do
     * not deadlock.
     */
    private static final String REACHABLE = """
            WITH wrote AS (
                SELECT s.person FROM person_suppression s
                JOIN unnest($2::bigint[], $5::timestamptz[]) AS n (person, at) ON n.person = s.person
                WHERE s.portfolio = $1 AND s.kind = $3 AND s.ends_at > $4
                  AND s.refused_at < n.at + interval '1 second'
                ORDER BY s.person FOR UPDATE OF s
            ), changed AS (
                UPDATE person_suppression s SET ends_at = $4::timestamptz, repeats = -1 FROM wrote
                WHERE s.portfolio = $1 AND s.person = wrote.person AND s.kind = $3
                RETURNING s.person
            )
            INSERT INTO projection_outbox (portfolio, persons)
            SELECT $1, array_agg(person) FROM changed HAVING count(*) > 0 RETURNING id, persons""";

    private static final String IN_FORCE =
            "SELECT kind, ends_at FROM person_suppression WHERE portfolio = $1 AND person = $2 AND ends_at > $3";

    private final Sql sql;

    SuppressionRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Uni<Optional<PendingProjection>> refused(
            PortfolioId portfolio, PersonId person, Suppression kind, Backoff wait, Instant began, Instant now) {
        Tuple arguments = Tuple.of(portfolio.value(), person.value(), (short) kind.code(), Sql.time(now))
                .addOffsetDateTime(Sql.time(began))
                .addOffsetDateTime(Sql.time(began.minus(wait.most())))
                .addArrayOfLong(lengths(wait));
        return sql.run(REFUSED, arguments).map(rows -> pending(portfolio, rows));
    }

    private static Long[] lengths(Backoff wait) {
        return IntStream.range(0, STEPS)
                .mapToObj(wait::after)
                .map(Duration::toMillis)
                .toArray(Long[]::new);
    }

    @Override
    public Uni<Optional<PendingProjection>> reachable(
            PortfolioId portfolio, Map<PersonId, Instant> wrote, Instant now) {
        short kind = (short) Suppression.EVERYTHING.code();
        List<PersonId> persons = List.copyOf(wrote.keySet());
        Tuple arguments = Tuple.of(
                portfolio.value(),
                PersonIds.array(persons),
                kind,
                Sql.time(now),
                Sql.times(persons.stream().map(wrote::get)));
        return sql.run(REACHABLE, arguments).map(rows -> pending(portfolio, rows));
    }

    private static Optional<PendingProjection> pending(PortfolioId portfolio, RowSet<Row> rows) {
        if (rows.rowCount() == 0) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        List<PersonId> persons =
                Arrays.stream(row.getArrayOfLongs("persons")).map(PersonId::new).toList();
        return Optional.of(new PendingProjection(row.getLong("id"), portfolio, Optional.of(persons)));
    }

    @Override
    public Uni<Map<Suppression, Instant>> inForce(PortfolioId portfolio, PersonId person, Instant now) {
        return sql.run(IN_FORCE, Tuple.of(portfolio.value(), person.value(), Sql.time(now)))
                .map(rows -> {
                    Map<Suppression, Instant> ends = new EnumMap<>(Suppression.class);
                    rows.forEach(row -> ends.put(
                            Suppression.ofCode(row.getShort("kind")),
                            row.getOffsetDateTime("ends_at").toInstant()));
                    return ends;
                });
    }
}
