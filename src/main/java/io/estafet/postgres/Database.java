package io.estafet.postgres;

import io.estafet.clock.LastTime;
import io.estafet.journal.JournalBusyException;
import io.estafet.journal.JournalUnavailableException;
import io.estafet.journal.OutcomeUnclearException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Statements with a deadline. The server gives a statement up first ({@code statement_timeout}), which is a clean
 * failure; the client's own deadline is for a server that is silent. Work that was given up is still followed to its
 * end, so that its connection returns to the pool without an open transaction.
 */
public final class Database {

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

    private final Pool pool;
    private final Vertx vertx;
    private final LastTime answered = new LastTime();

    public Database(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    /** Runs one statement in a transaction of its own; repeats it a few times when it loses a conflict. */
    public Future<RowSet<Row>> run(String sql, Tuple arguments, Duration deadline) {
        return transaction(connection -> connection.preparedQuery(sql).execute(arguments), deadline);
    }

    /**
     * Runs several statements in one transaction; begins it again when it loses a conflict. Fails with
     * {@link OutcomeUnclearException} when the answer to the commit was lost. Fails with
     * {@link JournalUnavailableException} when nothing was committed and a later try may succeed. Otherwise fails as
     * the server said; nothing is committed then.
     */
    public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work, Duration deadline) {
        return inConflict(() -> once(work, deadline), TRIES_IN_CONFLICT);
    }

    /** True when single rows caused the failure (SQLSTATE classes 22 and 23); nothing was committed then. */
    public static boolean isFaultOfData(Throwable failure) {
        String state = sqlState(failure);
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    public static @Nullable String sqlState(Throwable failure) {
        return failure instanceof PgException refused ? refused.getSqlState() : null;
    }

    private <T> Future<T> inConflict(Supplier<Future<T>> work, int tries) {
        return work.get().recover(failure -> {
            boolean again = tries > 1 && isConflict(failure);
            return again ? inConflict(work, tries - 1) : Future.failedFuture(translated(failure));
        });
    }

    private <T> Future<T> once(Function<SqlConnection, Future<T>> work, Duration deadline) {
        Promise<T> answer = Promise.promise();
        Attempt<T> attempt = new Attempt<>(work, deadline.toMillis(), answered);
        long timer = vertx.setTimer(deadline.toMillis(), id -> answer.tryFail(attempt.giveUp()));
        pool.getConnection().compose(attempt::on).onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.succeeded()) {
                answer.tryComplete(result.result());
            } else {
                answer.tryFail(result.cause());
            }
        });
        return answer.future();
    }

    private static boolean isConflict(Throwable failure) {
        String state = sqlState(failure);
        return state != null && CONFLICTS.contains(state);
    }

    /**
     * A failure for lack of time or resources becomes one that says "later". An error that the server found stays as it
     * is.
     */
    private static Throwable translated(Throwable failure) {
        if (failure instanceof JournalUnavailableException || failure instanceof OutcomeUnclearException) {
            return failure;
        }
        String state = sqlState(failure);
        if (state != null && !PASSING.contains(state.substring(0, 2))) {
            return failure;
        }
        boolean busy = state != null && (BUSY.contains(state.substring(0, 2)) || state.equals(GIVEN_UP));
        return busy
                ? new JournalBusyException("nothing was committed", failure)
                : new JournalUnavailableException("nothing was committed", failure);
    }

    /** One try on one connection. The commit is sent at most once, and never after the try was given up. */
    private static final class Attempt<T> {
        private final Function<SqlConnection, Future<T>> work;
        private final long deadlineMillis;
        private final long sinceNanos = System.nanoTime();
        private final LastTime answered;
        /** Decides the race between the commit and the deadline. */
        private final AtomicBoolean decided = new AtomicBoolean();

        Attempt(Function<SqlConnection, Future<T>> work, long deadlineMillis, LastTime answered) {
            this.answered = answered;
            this.work = work;
            this.deadlineMillis = deadlineMillis;
        }

        Throwable giveUp() {
            boolean inTime = decided.compareAndSet(false, true);
            Throwable late = new TimeoutException("no answer within " + deadlineMillis + " ms");
            if (!inTime) {
                return new OutcomeUnclearException(late);
            }
            return answered.isSince(sinceNanos)
                    ? new JournalBusyException("nothing was committed", late)
                    : new JournalUnavailableException("nothing was committed", late);
        }

        Future<T> on(SqlConnection connection) {
            return connection
                    .query("BEGIN; SET LOCAL statement_timeout = " + deadlineMillis)
                    .execute()
                    .onSuccess(begun -> answered.note())
                    .compose(begun -> work.apply(connection))
                    .compose(result -> commit(connection, result))
                    .recover(failure -> rollback(connection, failure))
                    .eventually(() -> connection.close());
        }

        private Future<T> commit(SqlConnection connection, T result) {
            if (!decided.compareAndSet(false, true)) {
                return Future.failedFuture(new JournalUnavailableException("given up before the commit", null));
            }
            return connection
                    .query("COMMIT")
                    .execute()
                    .map(result)
                    .recover(failure ->
                            Future.failedFuture(isConflict(failure) ? failure : new OutcomeUnclearException(failure)));
        }

        private Future<T> rollback(SqlConnection connection, Throwable failure) {
            Future<T> failed = Future.failedFuture(failure);
            return connection.query("ROLLBACK").execute().transform(done -> failed);
        }
    }
}
