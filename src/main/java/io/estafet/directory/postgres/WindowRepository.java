package io.estafet.directory.postgres;

import io.estafet.directory.CustomerWindows;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** Customer service windows in PostgreSQL. */
@Singleton
record WindowRepository(DirectoryDatabase database) implements CustomerWindows {

    /** The rows come in the order of the people, so that two statements about the same people do not deadlock. */
    private static final String OPEN = """
            INSERT INTO customer_window AS w (portfolio, sender, person, ends_at)
            SELECT $1, $2, n.person, n.ends_at FROM unnest($3::bigint[], $4::timestamptz[]) AS n (person, ends_at)
            ORDER BY n.person
            ON CONFLICT (portfolio, sender, person) DO UPDATE SET ends_at = excluded.ends_at
            WHERE w.ends_at < excluded.ends_at""";

    private static final String CLOSE = """
            DELETE FROM customer_window WHERE portfolio = $1 AND sender = $2 AND person = $3 AND ends_at <= $4""";

    private static final String OF_PERSON = """
            SELECT w.sender, w.ends_at FROM sender s
            JOIN customer_window w ON w.portfolio = s.portfolio AND w.sender = s.id AND w.person = $2
            WHERE s.portfolio = $1 AND w.ends_at > $3""";

    /** Deletes number by number, because the table's key has the number before the person. */
    private static final String FORGET = """
            DELETE FROM customer_window w USING sender s
            WHERE s.portfolio = $1 AND w.portfolio = s.portfolio AND w.sender = s.id AND w.person = $2""";

    @Override
    public Uni<Void> open(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> ends) {
        Tuple windows = Columns.of(ends.entrySet(), portfolio.value(), sender.value())
                .longs(window -> window.getKey().value())
                .times(Map.Entry::getValue)
                .tuple();
        return database.run(OPEN, windows).replaceWithVoid();
    }

    @Override
    public Uni<Void> forget(PortfolioId portfolio, PersonId person) {
        return database.run(FORGET, Tuple.of(portfolio.value(), person.value())).replaceWithVoid();
    }

    @Override
    public Uni<Void> close(PortfolioId portfolio, SenderId sender, PersonId person, Instant refusedBegan) {
        Instant latest = refusedBegan.plus(WINDOW);
        return database.run(CLOSE, Tuple.of(portfolio.value(), sender.value(), person.value(), Columns.time(latest)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Map<SenderId, Instant>> open(PortfolioId portfolio, PersonId person, Instant now) {
        return database.run(OF_PERSON, Tuple.of(portfolio.value(), person.value(), Columns.time(now)))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new SenderId(row.getString("sender")), row -> Rows.time(row, "ends_at"))));
    }
}
