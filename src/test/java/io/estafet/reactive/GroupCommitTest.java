package io.estafet.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private static final Duration PATIENT = Duration.ofSeconds(30);

    private static final TimeoutFailures FAILURES = new TimeoutFailures(Busy::new, Away::new, Unclear::new);

    /** Statements under way, in the order in which they began; the test ends them. */
    private final List<Statement> statements = new ArrayList<>();

    @Test
    void writesAtOnceAndGathersWhileWritersAreBusy() {
        GroupCommit<String, Integer> group = group(3, 2, 100, PATIENT, failure -> false);
        List<UniAssertSubscriber<List<Integer>>> calls = new ArrayList<>();
        for (String item : List.of("a", "bb", "ccc", "dddd", "eeeee", "ffffff")) {
            calls.add(call(group, List.of(item)));
        }

        assertThat(statements).extracting(Statement::items).containsExactly(List.of("a"), List.of("bb"));
        assertThat(group.backlog()).isEqualTo(4);
        statements.get(1).succeed();
        assertThat(statements.get(2).items()).containsExactly("ccc", "dddd", "eeeee");
        statements.get(0).succeed();
        statements.get(2).succeed();
        statements.get(3).succeed();

        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).assertCompleted().assertItem(List.of(i + 1));
        }
        assertThat(group.backlog()).isZero();
    }

    @Test
    void keepsACallInOneStatement() {
        GroupCommit<String, Integer> group = group(3, 1, 100, PATIENT, failure -> false);
        call(group, List.of("a"));
        call(group, List.of("b", "c"));
        UniAssertSubscriber<List<Integer>> whole = call(group, List.of("dd", "e"));
        UniAssertSubscriber<List<Integer>> large = call(group, List.of("f", "g", "h", "ii"));

        statements.get(0).succeed();
        statements.get(1).succeed();
        assertThat(statements.get(1).items()).containsExactly("b", "c");
        statements.get(2).succeed();
        statements.get(3).succeed();

        whole.assertCompleted().assertItem(List.of(2, 1));
        large.assertCompleted().assertItem(List.of(1, 1, 1, 2));
    }

    @Test
    void refusesWhatDoesNotFitInLine() {
        GroupCommit<String, Integer> group = group(10, 1, 2, PATIENT, failure -> false);
        UniAssertSubscriber<List<Integer>> writing = call(group, List.of("a"));
        UniAssertSubscriber<List<Integer>> inLine = call(group, List.of("b", "c"));

        UniAssertSubscriber<List<Integer>> refused = call(group, List.of("d"));

        refused.assertFailedWith(Busy.class);
        statements.get(0).succeed();
        statements.get(1).succeed();
        writing.assertCompleted();
        inLine.assertCompleted();
        assertThat(statements).hasSize(2);
    }

    /** Our own line is long, and the journal is not away. */
    @Test
    void isBusyWhenOthersWereAnsweredMeanwhile() {
        GroupCommit<String, Integer> group = group(1, 1, 100, Duration.ofMillis(300), failure -> false);
        call(group, List.of("a"));
        UniAssertSubscriber<List<Integer>> next = call(group, List.of("b"));
        UniAssertSubscriber<List<Integer>> last = call(group, List.of("c"));

        statements.get(0).succeed();

        await().untilAsserted(() -> last.assertFailedWith(Busy.class));
        await().untilAsserted(() -> next.assertFailedWith(Unclear.class));
    }

    @Test
    void isUnavailableWhenNobodyWasAnsweredMeanwhile() {
        GroupCommit<String, Integer> group = group(1, 1, 100, Duration.ofMillis(100), failure -> false);
        call(group, List.of("a"));
        UniAssertSubscriber<List<Integer>> last = call(group, List.of("b"));

        await().untilAsserted(() -> last.assertFailedWith(Away.class));
        assertThat(last.getFailure()).hasRootCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void aFailedStatementIsNotRepeated() {
        GroupCommit<String, Integer> group = group(10, 1, 10, PATIENT, failure -> false);
        call(group, List.of("a"));
        UniAssertSubscriber<List<Integer>> second = call(group, List.of("b"));
        UniAssertSubscriber<List<Integer>> third = call(group, List.of("c"));
        statements.get(0).succeed();

        statements.get(1).fail(new IllegalStateException("away"));

        second.assertFailedWith(IllegalStateException.class, "away");
        third.assertFailedWith(IllegalStateException.class, "away");
        assertThat(statements).hasSize(2);
        call(group, List.of("d"));
        assertThat(statements).as("the writer is free again").hasSize(3);
    }

    @Test
    void writesEachCallAloneWhenOneItemIsToBlame() {
        GroupCommit<String, Integer> group = group(10, 1, 10, PATIENT, IllegalArgumentException.class::isInstance);
        call(group, List.of("a"));
        UniAssertSubscriber<List<Integer>> bad = call(group, List.of("bad"));
        UniAssertSubscriber<List<Integer>> good = call(group, List.of("good"));
        statements.get(0).succeed();
        statements.get(1).fail(new IllegalArgumentException("bad row"));

        statements.get(2).fail(new IllegalArgumentException("bad row"));
        statements.get(3).succeed();

        bad.assertFailedWith(IllegalArgumentException.class);
        good.assertCompleted().assertItem(List.of(4));
    }

    @Test
    void givesUpCleanlyInLineAndUnclearUnderWay() {
        GroupCommit<String, Integer> group = group(10, 1, 10, Duration.ofMillis(50), failure -> false);
        UniAssertSubscriber<List<Integer>> writing = call(group, List.of("a"));
        UniAssertSubscriber<List<Integer>> inLine = call(group, List.of("b"));

        writing.awaitFailure().assertFailedWith(Unclear.class);
        inLine.awaitFailure().assertFailedWith(Away.class);

        await().atMost(PATIENT).until(() -> group.backlog() == 0);
        statements.get(0).succeed();
        assertThat(statements).as("what was given up in line is never written").hasSize(1);
    }

    @Test
    void anAbandonedCallIsNotWritten() {
        GroupCommit<String, Integer> group = group(10, 1, 10, PATIENT, failure -> false);
        call(group, List.of("a"));
        UniAssertSubscriber<List<Integer>> abandoned = call(group, List.of("b"));

        abandoned.cancel();
        statements.get(0).succeed();

        assertThat(statements).hasSize(1);
        assertThat(group.backlog()).isZero();
    }

    @Test
    void doesNothingUntilSubscribed() {
        GroupCommit<String, Integer> group = group(10, 1, 10, PATIENT, failure -> false);

        Uni<List<Integer>> later = group.submit(List.of("a"));

        assertThat(statements).isEmpty();
        later.subscribe().withSubscriber(UniAssertSubscriber.create());
        assertThat(statements).hasSize(1);
    }

    private GroupCommit<String, Integer> group(
            int batch, int writers, int backlog, Duration patience, Predicate<Throwable> faultOfOneItem) {
        GroupCommit.Bounds bounds = new GroupCommit.Bounds(batch, writers, backlog, patience);
        return new GroupCommit<>("test", bounds, this::begin, faultOfOneItem, FAILURES);
    }

    private Uni<List<Integer>> begin(List<String> items) {
        Statement statement = new Statement(items, new CompletableFuture<>());
        statements.add(statement);
        return Uni.createFrom().completionStage(statement.answer);
    }

    private static UniAssertSubscriber<List<Integer>> call(GroupCommit<String, Integer> group, List<String> items) {
        return group.submit(items).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static final class Busy extends RuntimeException {
        Busy(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private static final class Away extends RuntimeException {
        Away(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private static final class Unclear extends RuntimeException {
        Unclear(Throwable cause) {
            super(cause);
        }
    }

    private record Statement(List<String> items, CompletableFuture<List<Integer>> answer) {

        void succeed() {
            answer.complete(items.stream().map(String::length).toList());
        }

        void fail(Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }
}
