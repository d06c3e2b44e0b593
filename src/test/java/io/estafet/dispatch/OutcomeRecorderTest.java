package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.InflightLimit;
import io.estafet.journal.AttemptOutcome;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The journal first, then the queue; one record of a number at a time; nothing overtakes what cannot be recorded. */
class OutcomeRecorderTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final RecordedPorts ports = new RecordedPorts();
    private final LoopParts parts = new LoopParts(ports);
    private final OutcomeRecorder recorder = parts.outcomes;
    private final AtomicInteger underWay = new AtomicInteger();

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void settlesOnlyAfterTheCommit() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.record.set(outcomes -> Uni.createFrom().completionStage(commit));

        sent(message(0));
        await().atMost(SOON).until(() -> ports.recorded.size() == 1);
        ports.onLoop(() -> {});
        assertThat(ports.calls).containsExactly("record");
        assertThat(underWay).hasValue(1);

        commit.complete(null);
        await().atMost(SOON).until(() -> underWay.get() == 0);
        assertThat(ports.calls).containsExactly("record", "settle");
    }

    @Test
    void recordsOneBatchOfANumberAtATime() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.record.set(outcomes -> Uni.createFrom().completionStage(commit));

        InflightMessage second = message(0);
        InflightMessage third = message(0);
        sent(message(0));
        sent(second);
        sent(third);
        ports.onLoop(() -> {});
        assertThat(ports.recorded).hasSize(1);
        assertThat(ports.recorded.get(0)).hasSize(1);

        commit.complete(null);
        await().atMost(SOON).until(() -> underWay.get() == 0);
        assertThat(ports.recorded).hasSize(2);
        assertThat(ids(ports.recorded.get(1)))
                .as("in the order of their requests")
                .containsExactly(second.entry().id(), third.entry().id());
    }

    @Test
    void triesAgainWhatCannotBeRecordedAndLetsNothingOvertakeIt() {
        AtomicInteger tries = new AtomicInteger();
        CompletableFuture<Void> thirdTry = new CompletableFuture<>();
        ports.record.set(outcomes -> tries.incrementAndGet() < 3
                ? Uni.createFrom().failure(new IllegalStateException("away"))
                : Uni.createFrom().completionStage(thirdTry));

        InflightMessage first = message(0);
        InflightMessage second = message(0);
        sent(first);
        sent(second);
        await().atMost(SOON).until(() -> ports.recorded.size() == 3);
        assertThat(recorder.unrecordedSinceMillis()).isNotEqualTo(OutcomeRecorder.ALL_RECORDED);

        thirdTry.complete(null);
        await().atMost(SOON).until(() -> underWay.get() == 0);
        assertThat(ports.recorded.stream().map(OutcomeRecorderTest::ids))
                .containsExactly(ids(first), ids(first), ids(first), ids(second));
        assertThat(ports.settlements().stream()
                        .map(settlement -> settlement.entry().id()))
                .containsExactly(first.entry().id(), second.entry().id());
        assertThat(recorder.unrecordedSinceMillis()).isEqualTo(OutcomeRecorder.ALL_RECORDED);
    }

    @Test
    void aMessageThatBreaksItsWorkerWaitsForAnotherTry() {
        broke(message(0));

        await().atMost(SOON).until(() -> underWay.get() == 0);
        AttemptOutcome outcome = ports.recorded.get(0).get(0);
        assertThat(outcome.state()).isEqualTo(State.HELD);
        assertThat(outcome.reason()).contains(Reason.RETRY);
        assertThat(outcome.broke()).isTrue();
        assertThat(ports.settlements()).singleElement().satisfies(settlement -> {
            assertThat(settlement.kind()).isEqualTo(Settlement.Kind.RETRY);
            assertThat(settlement.refund()).isTrue();
        });
    }

    @Test
    void theThirdBreakEndsAMessageAsPoison() {
        broke(message(AttemptOutcome.MOST_BREAKS - 1));

        await().atMost(SOON).until(() -> underWay.get() == 0);
        AttemptOutcome outcome = ports.recorded.get(0).get(0);
        assertThat(outcome.state()).isEqualTo(State.FAILED);
        assertThat(outcome.reason()).contains(Reason.POISON);
        assertThat(ports.settlements())
                .singleElement()
                .satisfies(settlement -> assertThat(settlement.kind()).isEqualTo(Settlement.Kind.DONE));
    }

    /** A number belongs to one portfolio, but it may have been moved while its queue was empty. */
    @Test
    void outcomesOfTwoPortfoliosAreSettledEachWithItsOwn() {
        PortfolioId other = new PortfolioId("another");
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("record", commit);
        InflightMessage first = message(0);
        InflightMessage second = TestMessages.granted(other, 0);
        sent(message(0));
        sent(first);
        sent(second);

        commit.complete(null);

        await().atMost(SOON).until(() -> underWay.get() == 0);
        assertThat(ports.recorded.stream().map(OutcomeRecorderTest::ids).skip(1))
                .containsExactly(ids(first), ids(second));
        assertThat(ports.queue.settled.stream().map(RecordedQueue.Settled::portfolio))
                .containsExactly(RecordedPorts.PORTFOLIO, RecordedPorts.PORTFOLIO, other);
    }

    @Test
    void aBatchHasABound() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("record", commit);
        for (int i = 0; i < 300; i++) {
            notBegun(message(0));
        }

        commit.complete(null);

        await().atMost(SOON).until(() -> underWay.get() == 0);
        assertThat(ports.recorded.stream().map(List::size)).containsExactly(1, 256, 43);
    }

    @Test
    void aSettlementThatFailsIsTriedAgainAndNotTheRecord() {
        AtomicInteger tries = new AtomicInteger();
        ports.queue.settle.set(() -> tries.incrementAndGet() < 3
                ? Uni.createFrom().failure(new IllegalStateException("away"))
                : Uni.createFrom().item(OptionalLong.empty()));

        sent(message(0));

        await().atMost(SOON).until(() -> underWay.get() == 0);
        assertThat(ports.calls).containsExactly("record", "settle", "settle", "settle");
    }

    /** The leases end by themselves, and the journal says what is to be done. */
    @Test
    void aSettlementIsGivenUpAfterThreeTries() {
        ports.signals.fail("settle");

        sent(message(0));

        await().atMost(SOON).until(() -> underWay.get() == 0);
        assertThat(ports.calls).containsExactly("record", "settle", "settle", "settle");
    }

    @Test
    void aSettlementThatTakesLongHoldsUpNoRecord() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ports.signals.hold("settle", answer);

        sent(message(0));
        await().atMost(SOON).until(() -> ports.calls.contains("settle"));
        sent(message(0));

        await().atMost(SOON).until(() -> ports.recorded.size() == 2);
        assertThat(underWay).hasValue(2);
        answer.complete(null);
        await().atMost(SOON).until(() -> underWay.get() == 0);
    }

    @Test
    void whatWasNotBegunGoesBackWithItsRightClosed() {
        InflightMessage message = message(0);
        notBegun(message);

        await().atMost(SOON).until(() -> underWay.get() == 0);
        AttemptOutcome outcome = ports.recorded.get(0).get(0);
        assertThat(outcome.state()).isEqualTo(State.HELD);
        assertThat(outcome.countsAsTry()).isFalse();
        assertThat(ports.settlements()).singleElement().satisfies(settlement -> {
            assertThat(settlement.kind()).isEqualTo(Settlement.Kind.BACK);
            assertThat(settlement.refund()).isFalse();
            assertThat(settlement.entry().attempts()).isEqualTo(1);
        });
    }

    @Test
    void anAnswerThatNeverCameEndsUnknownAndKeepsItsPersonBusy() {
        InflightMessage message = message(0);
        delivered(message, new DeliveryResult.Unknown("no answer"));

        await().atMost(SOON).until(() -> underWay.get() == 0);
        assertThat(ports.recorded.get(0).get(0).state()).isEqualTo(State.UNKNOWN);
        assertThat(ports.settlements())
                .singleElement()
                .satisfies(
                        settlement -> assertThat(settlement.busyUntilMillis()).isPositive());
    }

    private void notBegun(InflightMessage message) {
        record(Uni.createFrom().item(Conclusion.notBegun(message, Instant.now())));
    }

    private void sent(InflightMessage message) {
        delivered(message, new DeliveryResult.Sent("wamid", Optional.empty(), Optional.empty()));
    }

    private void delivered(InflightMessage message, DeliveryResult result) {
        record(parts.attempts.judge(attempt(message), result));
    }

    private void broke(InflightMessage message) {
        record(parts.attempts.broken(attempt(message), new IllegalStateException("a bug")));
    }

    private Attempt attempt(InflightMessage message) {
        InflightLimit limit = parts.limits.of(RecordedPorts.SENDER);
        limit.tryAcquire(1);
        return new Attempt(ports.sender(), message, limit, new StartGuard(1, 20).begin(0), System.nanoTime());
    }

    private void record(Uni<Conclusion> conclusion) {
        underWay.incrementAndGet();
        ports.onLoop(
                () -> conclusion.chain(recorder::record).subscribe().with(acknowledged -> underWay.decrementAndGet()));
    }

    private static InflightMessage message(int breaks) {
        return TestMessages.granted(RecordedPorts.PORTFOLIO, breaks);
    }

    private static List<MessageId> ids(List<AttemptOutcome> outcomes) {
        return outcomes.stream().map(outcome -> outcome.attempt().message()).toList();
    }

    private static List<MessageId> ids(InflightMessage message) {
        return List.of(message.entry().id());
    }
}
