package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.dispatch.RecordedOpenMessages.Span;
import io.estafet.dispatch.RecordedPorts;
import io.estafet.dispatch.TestMessages;
import io.estafet.journal.OpenMessage;
import io.estafet.message.PortfolioId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each moment of acceptance is looked at once, and none is skipped. */
class SweeperTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");
    private static final Duration AFTER = Duration.ofSeconds(2);
    private static final Duration PAST = Duration.ofMinutes(10);

    private final RecordedPorts ports = new RecordedPorts();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Sweeper sweeper = RepairParts.sweeper(ports, now::get);

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aMessageThatNeverReachedTheQueueIsEnqueued() {
        OpenMessage lost = accepted(START.minusSeconds(10));

        run();

        assertThat(ports.queue.waiting).containsOnlyKeys(lost.id());
    }

    /** It may still be on its way. */
    @Test
    void aMessageOfTheLastTwoSecondsIsLeftAlone() {
        accepted(START.minusSeconds(1));

        run();

        assertThat(ports.queue.waiting).isEmpty();
    }

    @Test
    void messagesOfSeveralPortfoliosAreEnqueuedEachInItsOwn() {
        accepted(START.minusSeconds(10));
        ports.openMessages.known.add(TestMessages.waiting(new PortfolioId("another"), START.minusSeconds(9)));

        run();

        assertThat(ports.queue.waiting).hasSize(2);
        assertThat(ports.signals.count("present")).isEqualTo(2);
    }

    @Test
    void theFirstSweepBeginsInThePastAndTheNextWhereItEnded() {
        run();
        pass(Duration.ofSeconds(1));
        run();

        assertThat(swept())
                .containsExactly(
                        span(START.minus(AFTER).minus(PAST), START.minus(AFTER)),
                        span(START.minus(AFTER), START.minus(AFTER).plusSeconds(1)));
    }

    @Test
    void nothingIsReadWhenNoTimeHasPassed() {
        run();
        run();

        assertThat(swept()).hasSize(1);
    }

    @Test
    void thePlaceIsKeptUntilASweepSucceeds() {
        run();
        pass(Duration.ofSeconds(1));
        ports.signals.fail("present");
        accepted(now.get().minusMillis(2_500));
        assertThatThrownBy(this::run).hasMessage("present is away");

        ports.signals.mend("present");
        pass(Duration.ofSeconds(1));
        run();

        assertThat(swept().get(2)).isEqualTo(span(START.minus(AFTER), START));
        assertThat(ports.queue.waiting).hasSize(1);
    }

    /** Nobody may have swept for an hour: that time is not skipped. */
    @Test
    void aFirstSweepThatFailsDoesNotMoveItsBeginning() {
        ports.signals.fail("accepted");
        assertThatThrownBy(this::run).hasMessage("accepted is away");

        ports.signals.mend("accepted");
        pass(Duration.ofHours(1));
        run();

        assertThat(swept())
                .singleElement()
                .isEqualTo(
                        span(START.minus(AFTER).minus(PAST), START.minus(AFTER).plus(Duration.ofHours(1))));
    }

    @Test
    void afterAnotherReplicasTurnTheSweepBeginsInThePast() {
        run();
        pass(Duration.ofMinutes(1));

        sweeper.restart();
        run();

        Instant until = START.plus(Duration.ofMinutes(1)).minus(AFTER);
        assertThat(swept().get(1)).isEqualTo(span(until.minus(PAST), until));
    }

    @Test
    void forgettingNeverSkipsTimeThatWasNotSwept() {
        run();
        pass(Duration.ofHours(1));

        sweeper.restart();
        run();

        assertThat(swept().get(1).from()).isEqualTo(START.minus(AFTER));
    }

    @Test
    void forgettingDuringASweepHoldsForTheNextOne() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ports.signals.hold("accepted", answer);
        CompletableFuture<Void> sweep = sweeper.run().subscribeAsCompletionStage();

        sweeper.restart();
        answer.complete(null);
        assertThat(sweep).succeedsWithin(SOON);
        ports.signals.mend("accepted");
        pass(Duration.ofSeconds(1));
        run();

        Instant until = START.plusSeconds(1).minus(AFTER);
        assertThat(swept().get(1)).isEqualTo(span(until.minus(PAST), until));
    }

    private void run() {
        sweeper.run().await().atMost(SOON);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private OpenMessage accepted(Instant at) {
        OpenMessage message = TestMessages.waiting(RecordedPorts.PORTFOLIO, at);
        ports.openMessages.known.add(message);
        return message;
    }

    private List<Span> swept() {
        return ports.openMessages.spans("accepted");
    }

    private static Span span(Instant from, Instant until) {
        return new Span("accepted", from, until);
    }
}
