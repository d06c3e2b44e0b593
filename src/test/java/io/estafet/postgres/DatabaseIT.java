package io.estafet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.estafet.reactive.GroupCommit;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The door on a real PostgreSQL, with a table of its own. */
class DatabaseIT {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static Pool pool;
    private static Database database;

    @BeforeAll
    static void connect() {
        pool = TestDatabase.get().pool(4);
        database = new Database(pool, LONG, LONG);
        sql("CREATE TABLE IF NOT EXISTS door (id bigint PRIMARY KEY, word text, at timestamptz)");
    }

    @AfterAll
    static void disconnect() {
        sql("DROP TABLE door");
        pool.closeAndAwait();
    }

    @BeforeEach
    void empty() {
        sql("TRUNCATE door");
    }

    @Test
    void commitsAllOfATransactionOrNothing() {
        await(database.transaction(statements -> statements
                .run("INSERT INTO door VALUES (1)")
                .chain(() -> statements.run("INSERT INTO door VALUES (2)"))));
        Uni<?> broken = database.transaction(statements -> statements
                .run("INSERT INTO door VALUES (3)")
                .chain(() -> statements.run("INSERT INTO door VALUES (1)")));

        assertThatThrownBy(() -> await(broken)).isInstanceOf(PgException.class);
        assertThat(ids()).containsExactly(1L, 2L);
    }

    @Test
    void beginsATransactionAgainThatLostAConflict() {
        AtomicInteger tries = new AtomicInteger();

        String answer = await(database.transaction(statements -> tries.incrementAndGet() < 3
                ? statements.run(raising("40P01")).replaceWith("never")
                : statements.run("INSERT INTO door VALUES (1)").replaceWith("done")));

        assertThat(answer).isEqualTo("done");
        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void givesUpATransactionThatLosesEveryConflict() {
        AtomicInteger tries = new AtomicInteger();

        Throwable failure = catchThrowable(() -> await(database.transaction(statements -> {
            tries.incrementAndGet();
            return statements.run(raising("40001"));
        })));

        assertThat(failure).isInstanceOf(DatabaseBusyException.class).hasCauseInstanceOf(PgException.class);
        assertThat(tries).hasValue(4);
    }

    @Test
    void theServerGivesUpAStatementOfATransactionItself() {
        Throwable failure = catchThrowable(() -> await(database.transaction(statements ->
                statements.run("SET LOCAL statement_timeout = 1").chain(() -> statements.run("SELECT pg_sleep(60)")))));

        assertThat(failure).isInstanceOf(DatabaseBusyException.class);
    }

    @Test
    void aTransactionTellsTheServerItsDeadline() {
        String timeout = await(Rows.only(
                database.within(Duration.ofMillis(1_234)).transaction("SHOW statement_timeout", Tuple.tuple()),
                row -> row.getString(0)));

        assertThat(timeout).isEqualTo("1234ms");
    }

    @Test
    void aStatementThatIsLateWhileOthersAreAnsweredIsBusyAndOtherwiseAway() {
        Throwable alone =
                catchThrowable(() -> await(new Database(pool, SHORT, SHORT).run("SELECT pg_sleep(1)", Tuple.tuple())));
        Uni<?> late = database.within(SHORT).run("SELECT pg_sleep(1)", Tuple.tuple());
        CompletableFuture<?> beside = late.subscribeAsCompletionStage();
        await(database.run("SELECT 1", Tuple.tuple()));

        assertThat(alone).isInstanceOf(DatabaseAwayException.class).hasCauseInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> beside.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(DatabaseBusyException.class);
    }

    @Test
    void bulkStatementsHaveADeadlineOfTheirOwn() {
        Database impatient = new Database(pool, SHORT, LONG);

        assertThatThrownBy(() -> await(impatient.run("SELECT pg_sleep(0.5)", Tuple.tuple())))
                .isInstanceOf(DatabaseAwayException.class);
        assertThat(await(impatient.runBulk("SELECT pg_sleep(0.5)", Tuple.tuple()))
                        .size())
                .isEqualTo(1);
    }

    /** A pool without a free connection: the wait for the begin is short, the work may be long. */
    @Test
    void aTransactionThatFindsNoConnectionIsGivenUpAtOnceAndWritesNothing() {
        Pool small = TestDatabase.get().pool(1);
        Database busy = new Database(small, SHORT, LONG);
        var held = small.getConnectionAndAwait();

        Throwable failure = catchThrowable(() -> await(busy.transaction("INSERT INTO door VALUES (7)", Tuple.tuple())));
        held.closeAndAwait();
        await(busy.run("SELECT 1", Tuple.tuple()));
        small.closeAndAwait();

        assertThat(failure).isInstanceOf(DatabaseAwayException.class);
        assertThat(ids()).isEmpty();
    }

    @Test
    void aSnapshotSeesNothingThatIsCommittedMeanwhile() {
        sql("INSERT INTO door VALUES (1)");
        List<Long> scanned = new ArrayList<>();

        long counted = await(database.snapshot(view -> Rows.only(
                        view.read("SELECT count(*) FROM door", Tuple.tuple()), row -> row.getLong(0))
                .call(() -> database.run("INSERT INTO door VALUES (2)", Tuple.tuple()))
                .call(() -> view.scan(
                        "SELECT id FROM door WHERE id > $1", Tuple.of(0L), row -> scanned.add(row.getLong(0))))));

        assertThat(counted).isEqualTo(1);
        assertThat(scanned).containsExactly(1L);
        assertThat(ids()).containsExactly(1L, 2L);
    }

    @Test
    void aSnapshotScansMoreRowsThanAPageHolds() {
        sql("INSERT INTO door SELECT generate_series(1, 12345)");
        AtomicInteger rows = new AtomicInteger();

        await(database.snapshot(
                view -> view.scan("SELECT id FROM door", Tuple.tuple(), row -> rows.incrementAndGet())));

        assertThat(rows).hasValue(12_345);
    }

    @Test
    void aSnapshotWritesNothing() {
        assertThatThrownBy(
                        () -> await(database.snapshot(view -> view.read("INSERT INTO door VALUES (1)", Tuple.tuple()))))
                .hasMessageContaining("read-only");
    }

    @Test
    void aGroupCommitSparesTheNeighboursOfABadRow() {
        Function<List<Long>, Uni<List<Boolean>>> group = database.group(
                "door",
                new GroupCommit.Bounds(10, 1, 100, LONG),
                ids -> database.transaction(
                                "INSERT INTO door SELECT * FROM unnest($1::bigint[])",
                                Columns.of(ids).longs(id -> id).tuple())
                        .map(rows -> ids.stream().map(id -> true).toList()));
        sql("INSERT INTO door VALUES (2)");

        List<CompletableFuture<List<Boolean>>> calls = List.of(1L, 2L, 3L).stream()
                .map(id -> group.apply(List.of(id)).subscribeAsCompletionStage())
                .toList();

        assertThat(calls.get(0)).succeedsWithin(LONG);
        assertThat(calls.get(1)).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(PgException.class);
        assertThat(calls.get(2)).succeedsWithin(LONG);
        assertThat(ids()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void answersComeOnTheCallersContext() throws Exception {
        Context context = TestDatabase.get().vertx().getOrCreateContext();
        List<CompletableFuture<Context>> answers =
                List.of(new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());

        context.runOnContext(v -> {
            answered(database.run("SELECT 1", Tuple.tuple()), answers.get(0));
            answered(database.transaction("SELECT 1", Tuple.tuple()), answers.get(1));
            answered(database.within(SHORT).run("SELECT pg_sleep(1)", Tuple.tuple()), answers.get(2));
        });

        for (CompletableFuture<Context> answer : answers) {
            assertThat(answer.get(LONG.toSeconds(), TimeUnit.SECONDS)).isSameAs(context);
        }
    }

    private static void answered(Uni<?> work, CompletableFuture<Context> context) {
        work.subscribe()
                .with(
                        done -> context.complete(Vertx.currentContext()),
                        failure -> context.complete(Vertx.currentContext()));
    }

    private static String raising(String sqlState) {
        return "DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '" + sqlState + "'; END $$";
    }

    private static List<Long> ids() {
        return await(
                Rows.list(database.run("SELECT id FROM door ORDER BY id", Tuple.tuple()), row -> row.getLong("id")));
    }

    private static void sql(String sql) {
        TestDatabase.sql(pool, sql);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(TestDatabase.PATIENCE);
    }
}
