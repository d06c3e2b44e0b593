package io.estafet.directory.postgres;

import io.estafet.directory.PendingProjection;
import io.estafet.directory.Suppression;
import io.estafet.directory.Suppressions;
import io.estafet.message.Backoff;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Suppressions in PostgreSQL. Each change is one statement together with its outbox entry. */
@Singleton
record SuppressionRepository(DirectoryDatabase database) implements Suppressions {

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
            RETURNING id, portfolio, persons""";

    /**
     * The next suppression is the first in a row again. WhatsApp tells in whole seconds when a person wrote, hence the
     * second that is added. Rows are locked in the order of the people, so that two statements about the same people do
     * not deadlock.
     */
    private static final String REACHABLE = """
            WITH wrote AS (
                SELECT s.person FROM person_suppression s
                JOIN unnest($4::bigint[], $5::timestamptz[]) AS n (person, at) ON n.person = s.person
                WHERE s.portfolio = $1 AND s.kind = $2 AND s.ends_at > $3
                  AND s.refused_at < n.at + interval '1 second'
                ORDER BY s.person FOR UPDATE OF s
            ), changed AS (
                UPDATE person_suppression s SET ends_at = $3::timestamptz, repeats = -1 FROM wrote
                WHERE s.portfolio = $1 AND s.person = wrote.person AND s.kind = $2
                RETURNING s.person
            )
            INSERT INTO projection_outbox (portfolio, persons)
            SELECT $1, array_agg(person) FROM changed HAVING count(*) > 0 RETURNING id, portfolio, persons""";

    private static final String IN_FORCE =
            "SELECT kind, ends_at FROM person_suppression WHERE portfolio = $1 AND person = $2 AND ends_at > $3";

    @Override
    public Uni<Optional<PendingProjection>> refused(
            PortfolioId portfolio, PersonId person, Suppression kind, Backoff wait, Instant began, Instant now) {
        Tuple arguments = Tuple.of(portfolio.value(), person.value(), (short) kind.code(), Columns.time(now))
                .addOffsetDateTime(Columns.time(began))
                .addOffsetDateTime(Columns.time(began.minus(wait.most())))
                .addArrayOfLong(lengths(wait));
        return Rows.first(database.run(REFUSED, arguments), ProjectionOutboxRepository::entry);
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
        Tuple arguments = Columns.of(wrote.entrySet(), portfolio.value(), kind, Columns.time(now))
                .longs(one -> one.getKey().value())
                .times(Map.Entry::getValue)
                .tuple();
        return Rows.first(database.run(REACHABLE, arguments), ProjectionOutboxRepository::entry);
    }

    @Override
    public Uni<Map<Suppression, Instant>> inForce(PortfolioId portfolio, PersonId person, Instant now) {
        return database.run(IN_FORCE, Tuple.of(portfolio.value(), person.value(), Columns.time(now)))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> Suppression.ofCode(row.getShort("kind")), row -> Rows.time(row, "ends_at"))));
    }
}
