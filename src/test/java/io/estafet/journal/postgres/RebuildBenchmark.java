package io.estafet.journal.postgres;

import io.estafet.journal.OpenMessages.Charge;
import io.estafet.journal.OpenMessages.ChargeCursor;
import io.estafet.message.PortfolioId;
import io.estafet.postgres.TestDatabase;
import io.estafet.testing.Servers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How long a rebuild reads the charges and the attempts of one portfolio among a million messages of two days (or the
 * argument's number), sent by 20 portfolios, and by which plans. A program to run by hand, not a test; it leaves its
 * rows in the tests' database, which the next run of the tests empties.
 */
final class RebuildBenchmark {

    private static final int PAGE = 5_000;
    private static final int PORTFOLIOS = 20;

    private static final String FILL = """
            INSERT INTO message (id, tenant, portfolio, sender, person, address, category, state, open, attempts,
                                 attempt_at, counted_at, accepted_at, expires_at, body, sent_at)
            SELECT (lpad(to_hex((extract(epoch FROM t) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3)
                    || '8' || substr(md5(n::text), 4, 15))::uuid,
                   'bench', 'bench' || n %% %1$d, 'bench' || n %% %1$d, n, '+62811' || n, 3, 4, n %% 100 = 0, 1,
                   t + interval '1 second', t + interval '2 seconds', t, t + interval '7 days',
                   convert_to(repeat('x', 200), 'UTF8'), t + interval '2 seconds'
              FROM (SELECT n, now() - interval '48 hours' * (1 - n / %2$d.0) AS t
                      FROM generate_series(1, %2$d) AS n) AS times""";
    /** As it was read before: a page by the order of the ids. */
    private static final String BY_ID = """
            SELECT id, sender, person, counted_at FROM message
             WHERE portfolio = 'bench7' AND counted_at >= now() - interval '24 hours'
               AND id > '00000000-0000-0000-0000-000000000000' ORDER BY id LIMIT 1000""";

    private static final String BY_TIME = """
            SELECT id, sender, person, counted_at FROM message
             WHERE portfolio = 'bench7' AND counted_at >= now() - interval '12 hours'
               AND counted_at < now() - interval '11 hours'
               AND (counted_at, id) > (now() - interval '12 hours', '00000000-0000-0000-0000-000000000000')
             ORDER BY counted_at, id LIMIT 5000""";

    private RebuildBenchmark() {}

    public static void main(String... args) throws Exception {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        TestDatabase database = TestDatabase.get();
        Pool pool = database.pool(4);
        JournalDatabase door = new JournalDatabase(pool, TestConfig.PATIENT);
        PostgresOpenMessages open = new PostgresOpenMessages(door);
        await(new Partitions(door, TestConfig.PATIENT).ensure(Clock.systemUTC()));
        try (Connection connection = Servers.connect(database.server());
                Statement statement = connection.createStatement()) {
            fill(statement, messages);
            explain(statement, BY_ID);
            explain(statement, BY_TIME);
        }
        for (int round = 1; round <= 3; round++) {
            PortfolioId portfolio = new PortfolioId("bench" + round);
            long began = System.nanoTime();
            int charges = charges(open, portfolio);
            long read = System.nanoTime();
            Instant now = Instant.now();
            int starts =
                    await(open.starts(portfolio, now.minusSeconds(254), now)).size();
            System.out.printf(
                    "round %d: %d charges in %d ms, %d attempts in %d ms%n",
                    round, charges, (read - began) / 1_000_000, starts, (System.nanoTime() - read) / 1_000_000);
        }
        pool.closeAndAwait();
        database.vertx().close();
    }

    private static void fill(Statement statement, int messages) throws SQLException {
        long began = System.nanoTime();
        statement.execute(FILL.formatted(PORTFOLIOS, messages));
        statement.execute("VACUUM ANALYZE message");
        System.out.printf("%d messages filled in %d s%n", messages, (System.nanoTime() - began) / 1_000_000_000L);
    }

    private static void explain(Statement statement, String query) throws SQLException {
        try (ResultSet plan = statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS) " + query)) {
            while (plan.next()) {
                System.out.println(plan.getString(1));
            }
        }
    }

    /** With slices as the rebuild cuts them. */
    private static int charges(PostgresOpenMessages open, PortfolioId portfolio) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        ChargeCursor from = ChargeCursor.at(now.minus(Duration.ofDays(1)));
        Duration slice = Duration.ofSeconds(1);
        int charges = 0;
        while (from.at().isBefore(now)) {
            Instant until = from.at().plus(slice);
            List<Charge> page = await(open.charges(portfolio, from, until, PAGE));
            charges += page.size();
            from = page.size() == PAGE ? page.get(PAGE - 1).cursor() : ChargeCursor.at(until);
            slice = page.size() < PAGE / 3 ? slice.multipliedBy(2) : slice;
        }
        return charges;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofMinutes(5));
    }
}
