package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.estafet.journal.JournalBusyException;
import io.estafet.journal.JournalUnavailableException;
import io.estafet.journal.NewMessage;
import io.estafet.journal.OutcomeUnclearException;
import io.estafet.postgres.Database;
import io.estafet.postgres.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see when a statement does not come through, and what the pool is like afterwards. */
class DatabaseIT {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final TestDatabase server = TestDatabase.get();
    private final Messages messages = new Messages();
    private Pool pool;

    @BeforeEach
    void connect() {
        pool = server.pool(1);
    }

    @AfterEach
    void disconnect() {
        pool.closeAndAwait();
    }

    @Test
    void aLockedTableFailsIntakeCleanlyAndTheConnectionComesBack() {
        TestConfig hasty = new TestConfig(512, 1, 100, SHORT, SHORT, Duration.ofDays(30));
        PostgresJournal journal = new PostgresJournal(pool, server.vertx(), hasty);
        Pool other = server.pool(1);
        SqlConnection locker = await(other.getConnection());
        await(locker.query("BEGIN").execute());
        await(locker.query("LOCK TABLE message IN ACCESS EXCLUSIVE MODE").execute());

        NewMessage refused = messages.plain();
        Throwable failure = catchThrowable(() -> await(journal.accept(List.of(refused))));
        await(locker.query("ROLLBACK").execute());
        await(locker.close());
        other.closeAndAwait();
        NewMessage later = messages.plain();
        await(new PostgresJournal(pool, server.vertx(), TestConfig.PATIENT).accept(List.of(later)));

        // The caller's patience and the server's timeout are equal: either may be first.
        assertThat(failure).isInstanceOfAny(JournalUnavailableException.class, OutcomeUnclearException.class);
        assertThat(count(refused)).isZero();
        assertThat(count(later)).isEqualTo(1);
    }

    @Test
    void whatWasGivenUpIsNeverCommitted() {
        Database database = new Database(pool.getDelegate(), server.vertx());
        NewMessage kept = messages.plain();
        await(new PostgresJournal(pool, server.vertx(), TestConfig.PATIENT).accept(List.of(kept)));

        // The work dawdles between two statements, where the server has nothing to give up.
        Future<Object> late = database.transaction(
                connection -> connection
                        .preparedQuery("DELETE FROM message WHERE id = $1")
                        .execute(Tuple.of(kept.id().value()))
                        .compose(deleted -> server.vertx().timer(900, TimeUnit.MILLISECONDS))
                        .mapEmpty(),
                SHORT);

        assertThat(catchThrowable(() -> await(late))).isInstanceOf(JournalUnavailableException.class);
        // The pool has one connection: the count waits until the transaction is rolled back.
        assertThat(count(kept)).isEqualTo(1);
    }

    @Test
    void aServerThatGivesAStatementUpIsBusyNotAway() {
        Database database = new Database(pool.getDelegate(), server.vertx());

        Future<Object> slow = database.transaction(
                connection -> connection
                        .query("SET LOCAL statement_timeout = 1; SELECT pg_sleep(60)")
                        .execute()
                        .mapEmpty(),
                Duration.ofSeconds(30));

        assertThat(catchThrowable(() -> await(slow))).isInstanceOf(JournalBusyException.class);
    }

    @Test
    void aWrongStatementIsNotCalledAnOutage() {
        Database database = new Database(pool.getDelegate(), server.vertx());

        Throwable failure =
                catchThrowable(() -> await(database.run("SELECT 1/0", Tuple.tuple(), Duration.ofSeconds(5))));

        assertThat(Database.isFaultOfData(failure)).isTrue();
        assertThat(await(database.run("SELECT 1", Tuple.tuple(), Duration.ofSeconds(5)))
                        .size())
                .isEqualTo(1);
    }

    private long count(NewMessage message) {
        return TestDatabase.sql(
                        pool,
                        "SELECT count(*) FROM message WHERE id = $1",
                        message.id().value())
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(TestDatabase.PATIENCE);
    }

    private static <T> T await(Future<T> future) {
        return Uni.createFrom()
                .completionStage(future.toCompletionStage())
                .await()
                .atMost(TestDatabase.PATIENCE);
    }
}
