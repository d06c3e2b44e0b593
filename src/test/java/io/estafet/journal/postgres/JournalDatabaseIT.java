package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.estafet.journal.JournalBusyException;
import io.estafet.journal.JournalUnavailableException;
import io.estafet.journal.NewMessage;
import io.estafet.journal.OutcomeUnclearException;
import io.estafet.postgres.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal's callers see when a statement does not come through, and what the pool is like afterwards. */
class JournalDatabaseIT {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final TestDatabase server = TestDatabase.get();
    private final Messages messages = new Messages();
    private Pool pool;
    private JournalDatabase database;

    @BeforeEach
    void connect() {
        pool = server.pool(1);
        database = new JournalDatabase(pool, TestConfig.PATIENT);
    }

    @AfterEach
    void disconnect() {
        pool.closeAndAwait();
    }

    @Test
    void aLockedTableFailsIntakeCleanlyAndTheConnectionComesBack() {
        TestConfig hasty = new TestConfig(512, 1, 100, SHORT, SHORT, Duration.ofDays(30));
        PostgresJournal journal = new PostgresJournal(new JournalDatabase(pool, hasty), hasty);
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
        await(patient().accept(List.of(later)));

        // The caller's patience and the server's timeout are equal: either may be first.
        assertThat(failure).isInstanceOfAny(JournalUnavailableException.class, OutcomeUnclearException.class);
        assertThat(count(refused)).isZero();
        assertThat(count(later)).isEqualTo(1);
    }

    @Test
    void whatWasGivenUpIsNeverCommitted() {
        NewMessage kept = messages.plain();
        await(patient().accept(List.of(kept)));

        // The work dawdles between two statements, where the server has nothing to give up.
        Uni<RowSet<Row>> late = database.within(SHORT)
                .transaction(statements -> statements
                        .run(
                                "DELETE FROM message WHERE id = $1",
                                Tuple.of(kept.id().value()))
                        .onItem()
                        .delayIt()
                        .by(SHORT.multipliedBy(3)));

        assertThat(catchThrowable(() -> await(late))).isInstanceOf(JournalUnavailableException.class);
        // The pool has one connection: the count waits until the transaction is rolled back.
        assertThat(count(kept)).isEqualTo(1);
    }

    @Test
    void aServerThatGivesAStatementUpIsBusyNotAway() {
        Uni<RowSet<Row>> slow = database.transaction(statements ->
                statements.run("SET LOCAL statement_timeout = 1").chain(() -> statements.run("SELECT pg_sleep(60)")));

        assertThat(catchThrowable(() -> await(slow))).isInstanceOf(JournalBusyException.class);
    }

    @Test
    void aServerThatEndsTheConnectionIsAway() {
        Uni<RowSet<Row>> ended = database.transaction("SELECT pg_terminate_backend(pg_backend_pid())", Tuple.tuple());

        assertThat(catchThrowable(() -> await(ended)))
                .isInstanceOf(JournalUnavailableException.class)
                .isNotInstanceOf(JournalBusyException.class);
    }

    @Test
    void aWrongStatementIsNotCalledAnOutage() {
        Throwable failure = catchThrowable(() -> await(database.transaction("SELECT 1/0", Tuple.tuple())));

        assertThat(failure).isInstanceOf(PgException.class).hasMessageContaining("division by zero");
        assertThat(await(database.transaction("SELECT 1", Tuple.tuple())).size())
                .isEqualTo(1);
    }

    private PostgresJournal patient() {
        return new PostgresJournal(database, TestConfig.PATIENT);
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
}
