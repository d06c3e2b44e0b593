package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.admission.Taken;
import io.estafet.message.Category;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.metrics.Meters;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a take decided without an attempt: holds are shown, ends are journalled before the queue forgets them. */
class DecisionRecorderTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Instant NOW = Instant.now();

    private final RecordedPorts ports = new RecordedPorts();
    private final DecisionRecorder recorder = new LoopParts(ports).decisions();
    private final Entry entry = TestMessages.entry();

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aHoldIsJournalledWithItsReasonAndItsEnd() {
        hold(Reason.QUIET_HOURS, NOW.plusSeconds(60).toEpochMilli());

        assertThat(ports.decided).singleElement().satisfies(decision -> {
            assertThat(decision.id()).isEqualTo(entry.id());
            assertThat(decision.state()).isEqualTo(State.HELD);
            assertThat(decision.reason()).contains(Reason.QUIET_HOURS);
            assertThat(decision.until())
                    .contains(Instant.ofEpochMilli(NOW.plusSeconds(60).toEpochMilli()));
            assertThat(decision.attempts()).isZero();
            assertThat(decision.at()).isEqualTo(NOW);
        });
        assertThat(counted(Reason.QUIET_HOURS)).isEqualTo(1);
    }

    @Test
    void aHoldWithoutAKnownEndNamesNone() {
        hold(Reason.MESSAGING_LIMIT, 0);

        assertThat(ports.decided)
                .singleElement()
                .satisfies(decision -> assertThat(decision.until()).isEmpty());
    }

    @Test
    void aHoldThatCannotBeJournalledIsOnlyNotShown() {
        ports.signals.fail("decide");

        hold(Reason.QUIET_HOURS, 0);

        assertThat(ports.calls).containsExactly("decide");
    }

    @Test
    void nothingIsWrittenWhenNothingIsHeld() {
        recorder.held(RecordedPorts.SENDER, List.of(), NOW).await().atMost(SOON);

        assertThat(ports.calls).isEmpty();
    }

    @Test
    void anEndedMessageLeavesTheQueueOnlyAfterTheCommit() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("decide", commit);

        CompletableFuture<Void> ended = recorder.ended(
                        RecordedPorts.PORTFOLIO, RecordedPorts.SENDER, List.of(expired(entry)), NOW)
                .subscribeAsCompletionStage();
        assertThat(ports.calls).containsExactly("decide");

        commit.complete(null);
        assertThat(ended).succeedsWithin(SOON);
        assertThat(ports.calls).containsExactly("decide", "settle");
        assertThat(ports.settlements()).containsExactly(Settlement.done(entry, false));
    }

    @Test
    void anEndThatCannotBeJournalledKeepsItsLease() {
        ports.signals.fail("decide");

        end(expired(entry));

        assertThat(ports.settlements()).isEmpty();
        assertThat(counted(Reason.EXPIRED)).isZero();
    }

    /** The journal knows more than the queue did: an answer may have moved the message meanwhile. */
    @Test
    void anEndThatTheJournalRefusedFollowsTheJournal() {
        Entry moved = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(moved, State.QUEUED, Optional.empty()));
        ports.decide.set(decision -> decision.id().equals(entry.id()));

        end(expired(entry), expired(moved));

        assertThat(ports.calls).containsExactly("decide", "settle", "find", "settle", "wake");
        assertThat(ports.settlements()).hasSize(2);
        assertThat(ports.settlements().get(0)).isEqualTo(Settlement.done(entry, false));
        assertThat(ports.settlements().get(1).entry().id()).isEqualTo(moved.id());
        assertThat(ports.settlements().get(1).kind()).isEqualTo(Settlement.Kind.RETRY);
        assertThat(counted(Reason.EXPIRED))
                .as("those that the journal recorded")
                .isEqualTo(1);
    }

    @Test
    void aFallbackThatTookItsPlaceIsNamed() {
        Entry fallback = new Entry(
                entry.id(),
                entry.sender(),
                entry.person(),
                Category.MARKETING,
                Optional.of("waba/hello/en"),
                entry.expiresAtMillis(),
                0,
                2,
                Optional.empty(),
                Optional.empty(),
                true);

        end(new Taken.Ended(fallback, Reason.NO_CONSENT));

        assertThat(ports.decided).singleElement().satisfies(decision -> {
            assertThat(decision.fallback()).contains(Category.MARKETING);
            assertThat(decision.attempts()).isEqualTo(2);
            assertThat(decision.state()).isEqualTo(State.REJECTED);
        });
    }

    private void hold(Reason reason, long untilMillis) {
        recorder.held(RecordedPorts.SENDER, List.of(new Taken.Held(entry, reason, untilMillis)), NOW)
                .await()
                .atMost(SOON);
    }

    private void end(Taken.Ended... ended) {
        recorder.ended(RecordedPorts.PORTFOLIO, RecordedPorts.SENDER, Arrays.asList(ended), NOW)
                .await()
                .atMost(SOON);
    }

    private static Taken.Ended expired(Entry entry) {
        return new Taken.Ended(entry, Reason.EXPIRED);
    }

    private double counted(Reason reason) {
        return ports.registry.find(Meters.MESSAGES).tag(Meters.REASON, reason.word()).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
