package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.delivery.Verdict;
import io.estafet.journal.AttemptOutcome;
import io.estafet.message.Backoff;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.queue.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the journal records of an attempt and what the queue is told: both from one verdict. */
class ConclusionTest {

    private static final Instant NOW = Instant.now();
    private static final Instant OVER = NOW.plusSeconds(5);
    private static final Duration WAIT = Duration.ofHours(3);

    private final InflightMessage message = TestMessages.granted();

    @Test
    void aSentMessageLeavesTheQueueAndItsPersonCountsFromNow() {
        Conclusion conclusion = judged(verdict(State.SENT, Optional.empty(), false), false);

        assertThat(conclusion.outcome().wamid()).contains("wamid");
        assertThat(conclusion.settlement()).isEqualTo(Settlement.sent(message.entry()));
    }

    @Test
    void aFailedMessageLeavesTheQueueWithItsChargeGivenBack() {
        Conclusion conclusion = judged(verdict(State.FAILED, Optional.of(Reason.API_ERROR), true), false);

        assertThat(conclusion.outcome().refund()).isTrue();
        assertThat(conclusion.settlement()).isEqualTo(Settlement.done(message.entry(), true));
    }

    @Test
    void aFailedMessageThatCountsKeepsItsCharge() {
        Conclusion conclusion = judged(verdict(State.FAILED, Optional.of(Reason.API_ERROR), false), false);

        assertThat(conclusion.settlement()).isEqualTo(Settlement.done(message.entry(), false));
    }

    @Test
    void anUnknownMessageLeavesTheQueueAndItsPersonStaysBusy() {
        Conclusion conclusion = judged(verdict(State.UNKNOWN, Optional.empty(), false), false);

        assertThat(conclusion.settlement()).isEqualTo(Settlement.doneUnknown(message.entry(), OVER.toEpochMilli()));
    }

    @ParameterizedTest
    @CsvSource({
        // The person's line: later messages to the same person wait behind it.
        "RETRY, RETRY",
        // The number waits: the message keeps its place.
        "THROTTLED, BACK",
        "SENDER_PAUSED, BACK",
        "SENDER_RESTRICTED, BACK",
        "QUALITY, BACK",
        "TOKEN_INVALID, BACK",
        "PAYMENT_REQUIRED, BACK",
        // The message waits by itself: others may overtake it.
        "TEMPLATE_PAUSED, HOLD",
        "MARKETING_LIMITED, HOLD",
        "RECIPIENT_SUPPRESSED, HOLD"
    })
    void aHeldMessageWaitsWhereItsReasonSays(Reason reason, Settlement.Kind kind) {
        Conclusion conclusion = judged(verdict(State.HELD, Optional.of(reason), true), false);

        assertThat(conclusion.settlement().kind()).isEqualTo(kind);
        assertThat(conclusion.settlement().refund()).isTrue();
    }

    @Test
    void aPausedPairWaitsInThePersonsLineWhateverTheReason() {
        Verdict verdict = verdict(State.HELD, Optional.of(Reason.THROTTLED), true, Verdict.Scope.PAIR);

        assertThat(judged(verdict, false).settlement().kind()).isEqualTo(Settlement.Kind.RETRY);
    }

    @Test
    void journalAndQueueNameTheSameTimeAndTheNextAttempt() {
        Conclusion conclusion = judged(verdict(State.HELD, Optional.of(Reason.RETRY), true), false);

        assertThat(conclusion.outcome().until()).contains(NOW.plus(WAIT));
        assertThat(conclusion.settlement().entry())
                .isEqualTo(message.entry().after(1, NOW.plus(WAIT).toEpochMilli()));
    }

    /** The queue parks it with the others of the template, which are released together. */
    @Test
    void aMessageWhoseTemplateIsKnownToBePausedIsLookedAtSoon() {
        Conclusion conclusion = judged(verdict(State.HELD, Optional.of(Reason.TEMPLATE_PAUSED), true), true);

        assertThat(conclusion.outcome().until()).contains(NOW.plus(WAIT));
        assertThat(conclusion.settlement().entry().notBeforeMillis())
                .isEqualTo(NOW.plusSeconds(1).toEpochMilli());
    }

    @Test
    void whatWasNotBegunKeepsItsChargeAndItsPlaceAndIsNoTry() {
        Conclusion conclusion = Conclusion.notBegun(message, NOW);

        assertThat(conclusion.outcome()).isEqualTo(AttemptOutcome.notBegun(message.attempt(), NOW));
        assertThat(conclusion.settlement())
                .isEqualTo(
                        Settlement.again(Settlement.Kind.BACK, message.entry().after(1, 0), false));
    }

    @ParameterizedTest
    @CsvSource({"0, HELD, RETRY, RETRY", "1, HELD, RETRY, RETRY", "2, FAILED, POISON, DONE", "3, FAILED, POISON, DONE"})
    void theThirdBreakIsTheLast(int breaks, State state, Reason reason, Settlement.Kind kind) {
        Conclusion conclusion = broke(breaks);

        assertThat(conclusion.outcome().state()).isEqualTo(state);
        assertThat(conclusion.outcome().reason()).contains(reason);
        assertThat(conclusion.outcome().broke()).isTrue();
        assertThat(conclusion.outcome().refund()).isTrue();
        assertThat(conclusion.settlement().kind()).isEqualTo(kind);
        assertThat(conclusion.settlement().refund()).isTrue();
    }

    @Test
    void afterABreakTheMessageWaitsForTwoSeconds() {
        Conclusion conclusion = broke(0);

        assertThat(conclusion.outcome().until()).contains(NOW.plusSeconds(2));
        assertThat(conclusion.settlement().entry().notBeforeMillis())
                .isEqualTo(NOW.plusSeconds(2).toEpochMilli());
    }

    /** A bug's message may quote the text or the address. */
    @Test
    void theTimelineNamesTheKindOfABugAndNotItsWords() {
        assertThat(broke(0).outcome().detail()).contains("broke its worker: IllegalStateException");
    }

    private Conclusion judged(Verdict verdict, boolean parks) {
        return Conclusion.judged(message, verdict, NOW, OVER, parks);
    }

    private static Conclusion broke(int breaks) {
        InflightMessage broken = TestMessages.granted(RecordedPorts.PORTFOLIO, breaks);
        return Conclusion.broke(broken, new IllegalStateException("+6281200000001"), NOW);
    }

    private static Verdict verdict(State state, Optional<Reason> reason, boolean refund) {
        return verdict(state, reason, refund, Verdict.Scope.MESSAGE);
    }

    private static Verdict verdict(State state, Optional<Reason> reason, boolean refund, Verdict.Scope scope) {
        return new Verdict(
                state,
                reason,
                state == State.HELD ? Optional.of(WAIT) : Optional.empty(),
                state == State.SENT ? Optional.of("wamid") : Optional.empty(),
                Optional.empty(),
                refund ? Set.of(Verdict.Effect.REFUND) : Set.of(),
                reason.map(why -> new Verdict.Pause(scope, why, WAIT, new Backoff(WAIT, 1, WAIT))));
    }
}
