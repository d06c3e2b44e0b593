package io.estafet.postgres;

import io.estafet.clock.LastTime;
import io.estafet.reactive.GroupCommit;
import io.estafet.reactive.TimeoutFailures;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An adapter's access to PostgreSQL. Every call has a deadline: a short one for what somebody waits for, a long one for
 * work on thousands of rows.
 *
 * <p>A transaction that was given up is never committed. The server gives a statement of it up first
 * ({@code statement_timeout}), which is a clean failure; the client's own deadline is for a server that is silent. A
 * single statement outside a transaction that was given up may have been executed.
 *
 * <p>Answers come on the caller's Vert.x context, or on the connection's thread for a caller without one.
 */
public class Database {

    static final String SERVER = "PostgreSQL";

    static final TimeoutFailures PLAIN = new TimeoutFailures(
            DatabaseBusyException::new,
            DatabaseAwayException::new,
            cause -> new DatabaseBusyException("the answer of a commit was lost", cause));

    private static final int TRIES_IN_CONFLICT = 4;
    /** Deadlock, serialization failure: the statement did nothing and may be repeated. */
    private static final Set<String> CONFLICTS = Set.of("40P01", "40001");
    /** SQLSTATE classes of failures that may pass: connection, conflict, resources, locks, operator intervention. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57");
    /** Those of them that only a server that is there reports: conflict, resources, locks. */
    private static final Set<String> BUSY = Set.of("40", "53", "55");
    /**
     * The SQLSTATE of {@code statement_timeout}: it also comes from a server that is there, unlike the rest of its
     * class.
     */
    private static final String GIVEN_UP = "57014";

    private static final String ONE_VIEW = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    private final Pool pool;
    private final TimeoutFailures failures;
    private final Predicate<Throwable> isTranslated;
    private final LastTime answered;
    private final Duration deadline;
    private final Duration bulkDeadline;
    private final TransactionLimits limits;

    /**
     * Callers get exceptions of this package for a timeout, a lost conflict and a lost commit. Any other failure is
     * passed on as it was reported.
     *
     * @param deadline of a single statement, and of the begin of a transaction
     * @param bulkDeadline of a statement over thousands of rows, and of a transaction as a whole
     */
    public Database(Pool pool, Duration deadline, Duration bulkDeadline) {
        this(pool, PLAIN, failure -> false, deadline, bulkDeadline, new LastTime());
    }

    /**
     * Callers get exceptions of their port when a transaction fails for a reason that may pass.
     *
     * @param deadline of everything
     */
    public Database(Pool pool, TimeoutFailures failures, Duration deadline) {
        this(pool, failures, Database::mayPass, deadline, deadline, new LastTime());
    }

    private Database(
            Pool pool,
            TimeoutFailures failures,
            Predicate<Throwable> isTranslated,
            Duration deadline,
            Duration bulkDeadline,
            LastTime answered) {
        this.pool = pool;
        this.failures = failures;
        this.isTranslated = isTranslated;
        this.answered = answered;
        this.deadline = deadline;
        this.bulkDeadline = bulkDeadline;
        this.limits = new TransactionLimits(failures, answered, deadline, bulkDeadline);
    }

    /** The same access with one other deadline for everything. */
    public Database within(Duration other) {
        return new Database(pool, failures, isTranslated, other, other, answered);
    }

    /** Runs one statement outside a transaction. */
    public Uni<RowSet<Row>> run(String sql, Tuple arguments) {
        return run(sql, arguments, deadline);
    }

    /** Runs one statement over thousands of rows outside a transaction. */
    public Uni<RowSet<Row>> runBulk(String sql, Tuple arguments) {
        return run(sql, arguments, bulkDeadline);
    }

    private Uni<RowSet<Row>> run(String sql, Tuple arguments, Duration limit) {
        return CallersContext.answer(Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return pool.preparedQuery(sql)
                    .execute(arguments)
                    .invoke(answered::note)
                    .ifNoItem()
                    .after(limit)
                    .failWith(() -> failures.late(answered.isSince(asked), SERVER, limit));
        }));
    }

    /** Runs one statement in a transaction of its own; repeats it a few times when it loses a conflict. */
    public Uni<RowSet<Row>> transaction(String sql, Tuple arguments) {
        return transaction(statements -> statements.run(sql, arguments));
    }

    /**
     * Runs several statements in one transaction; begins it again when it loses a conflict. When it fails, nothing is
     * committed, unless the failure is an unclear one.
     */
    public <T> Uni<T> transaction(Function<Statements, Uni<T>> work) {
        return CallersContext.answer(limits.limit(attempt -> pool.getConnection()
                        .onFailure()
                        .transform(this::translated)
                        .chain(connection -> inTransaction(connection, attempt, work)))
                .onFailure(Database::isConflict)
                .retry()
                .atMost(TRIES_IN_CONFLICT - 1)
                .onFailure(Database::isConflict)
                .transform(failure -> failures.busy().apply("nothing was committed", failure)));
    }

    private <T> Uni<T> inTransaction(
            SqlConnection connection, TransactionLimits.Attempt attempt, Function<Statements, Uni<T>> work) {
        return connection
                .query("BEGIN; SET LOCAL statement_timeout = " + bulkDeadline.toMillis())
                .execute()
                .invoke(attempt::begun)
                .chain(() -> work.apply(
                        (sql, arguments) -> connection.preparedQuery(sql).execute(arguments)))
                .onFailure(failure -> !isConflict(failure))
                .transform(this::translated)
                .invoke(attempt::committing)
                .call(() -> commit(connection))
                .onFailure()
                .call(() -> connection.query("ROLLBACK").execute().onFailure().recoverWithNull())
                .eventually(() -> connection.close().onFailure().recoverWithNull());
    }

    private Uni<?> commit(SqlConnection connection) {
        return connection
                .query("COMMIT")
                .execute()
                .onFailure(failure -> !isConflict(failure))
                .transform(failures.unclear()::apply);
    }

    /** Several reads of one view of the database: nothing changes between them. It lasts as long as it goes on. */
    public <T> Uni<T> snapshot(Function<Snapshot, Uni<T>> work) {
        return limits.limitSteps(attempt -> pool.withTransaction(connection -> {
            attempt.mayRead();
            return connection.query(ONE_VIEW).execute().chain(() -> work.apply(new Snapshot(connection, attempt)));
        }));
    }

    /**
     * A group commit of a statement. The function writes what it is given as {@link GroupCommit#submit} does, and
     * answers on the caller's Vert.x context.
     */
    public <T, R> Function<List<T>, Uni<List<R>>> group(
            String name, GroupCommit.Bounds bounds, Function<List<T>, Uni<List<R>>> statement) {
        GroupCommit<T, R> group = new GroupCommit<>(name, bounds, statement, Database::isFaultOfData, failures);
        return items -> CallersContext.answer(group.submit(items));
    }

    TransactionLimits limits() {
        return limits;
    }

    /** True when single rows caused the failure (SQLSTATE classes 22 and 23); nothing was committed then. */
    static boolean isFaultOfData(Throwable failure) {
        String state = sqlState(failure);
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    /** True unless the server found an error: repeating the statement may help. */
    private static boolean mayPass(Throwable failure) {
        String state = sqlState(failure);
        return state == null || PASSING.contains(state.substring(0, 2));
    }

    /** The five characters by which PostgreSQL names an error; null for a failure that it did not report. */
    public static @Nullable String sqlState(Throwable failure) {
        return failure instanceof PgException refused ? refused.getSqlState() : null;
    }

    private static boolean isConflict(Throwable failure) {
        String state = sqlState(failure);
        return state != null && CONFLICTS.contains(state);
    }

    private Throwable translated(Throwable failure) {
        String state = sqlState(failure);
        boolean givenUp = GIVEN_UP.equals(state);
        if (!givenUp && !isTranslated.test(failure)) {
            return failure;
        }
        boolean busy = givenUp || state != null && BUSY.contains(state.substring(0, 2));
        return (busy ? failures.busy() : failures.away()).apply("nothing was committed", failure);
    }

    /** One view of the database. Its reads come one after the other. */
    public static final class Snapshot {

        /** The most rows in memory at once. */
        private static final int PAGE = 5_000;

        private final SqlConnection connection;
        private final TransactionLimits.Attempt attempt;

        private Snapshot(SqlConnection connection, TransactionLimits.Attempt attempt) {
            this.connection = connection;
            this.attempt = attempt;
        }

        /** Reads all rows at once: for rows that are kept in memory anyway. */
        public Uni<RowSet<Row>> read(String sql, Tuple arguments) {
            return connection.preparedQuery(sql).execute(arguments).invoke(attempt::step);
        }

        /** Hands over the rows one by one; only one page of them is in memory. */
        public Uni<Void> scan(String sql, Tuple arguments, Consumer<Row> sink) {
            return connection.prepare(sql).chain(prepared -> {
                Cursor cursor = prepared.cursor(arguments);
                return Unis.whileTrue(() -> cursor.read(PAGE)
                                // This comes first: it fails when the read was given up, and another read may write to
                                // the sink by now.
                                .invoke(attempt::step)
                                .invoke(rows -> rows.forEach(sink))
                                .map(rows -> cursor.hasMore()))
                        .chain(cursor::close)
                        .eventually(prepared::close);
            });
        }
    }
}
