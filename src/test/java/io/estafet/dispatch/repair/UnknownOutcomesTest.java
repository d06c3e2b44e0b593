package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.dispatch.RecordedPorts;
import io.estafet.dispatch.TestMessages;
import io.estafet.dispatch.repair.RecordedUnknownAttempts.Due;
import io.estafet.dispatch.repair.UnknownConfig.Policy;
import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.UnknownAttempts.Unknown;
import io.estafet.message.AttemptId;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is decided about attempts that were never answered. */
class UnknownOutcomesTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final RecordedPorts ports = new RecordedPorts();
    private final RecordedUnknownAttempts attempts = new RecordedUnknownAttempts(ports.signals);

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aMessageIsSentAgainWhenStatusesOfOthersArriveAndNoneOfItsOwn() {
        attempts.heard.add(RecordedPorts.SENDER);
        Unknown silent = unknown(HOUR);

        run(Policy.RESEND_IF_SILENT);

        assertThat(ports.outcomes()).containsExactly(AttemptOutcome.silent(silent.attempt(), NOW));
        assertThat(ports.queue.waiting).containsOnlyKeys(silent.attempt().message());
        assertThat(ports.calls).containsSubsequence("evidence", "record", "find", "enqueue");
    }

    @Test
    void silenceMeansNothingWhenNoStatusesArriveAtAll() {
        unknown(HOUR);

        run(Policy.RESEND_IF_SILENT);

        assertThat(ports.calls).contains("evidence").doesNotContain("record", "enqueue");
    }

    @Test
    void aNumberWithoutWebhooksNeedsNoEvidence() {
        ports.senders.set(List.of(withoutWebhooks()));
        unknown(HOUR);

        run(Policy.RESEND_IF_SILENT);

        assertThat(ports.calls).contains("record", "enqueue").doesNotContain("evidence");
    }

    @Test
    void aNumberThatIsNotKnownNeedsEvidence() {
        ports.senders.set(List.of());
        unknown(HOUR);

        run(Policy.RESEND_IF_SILENT);

        assertThat(ports.calls).contains("evidence").doesNotContain("record");
    }

    @Test
    void underResendNoEvidenceIsAskedFor() {
        unknown(HOUR);

        run(Policy.RESEND);

        assertThat(ports.calls).contains("record", "enqueue").doesNotContain("evidence");
    }

    @Test
    void underWaitNothingIsSentAgain() {
        attempts.heard.add(RecordedPorts.SENDER);
        unknown(Duration.ofHours(23));

        run(Policy.WAIT);

        assertThat(ports.calls).doesNotContain("evidence", "record", "enqueue");
    }

    @Test
    void underWaitOnlyWhatIsToBeGivenUpIsRead() {
        run(Policy.WAIT);

        assertThat(asked(Category.UTILITY).since()).isEqualTo(NOW.minus(Duration.ofHours(24)));
    }

    @Test
    void underWaitNothingIsSentAgainThoughTheClockGoesBack() {
        unknown(Duration.ofHours(24));

        run(outcomes(Policy.WAIT, () -> isRead(Category.UTILITY) ? NOW.minusSeconds(1) : NOW));

        assertThat(ports.calls).doesNotContain("evidence", "record", "enqueue");
    }

    @Test
    void everyCategoryHasItsPatience() {
        run(Policy.RESEND_IF_SILENT);

        assertThat(asked(Category.AUTHENTICATION).since()).isEqualTo(NOW.minusSeconds(60));
        assertThat(asked(Category.UTILITY).since()).isEqualTo(NOW.minus(Duration.ofMinutes(15)));
        assertThat(asked(Category.SERVICE).since()).isEqualTo(NOW.minus(Duration.ofMinutes(15)));
    }

    @Test
    void aMessageThatStaysUnknownForADayIsGivenUp() {
        attempts.heard.add(RecordedPorts.SENDER);
        Unknown old = unknown(Duration.ofHours(24));

        run(Policy.RESEND_IF_SILENT);

        assertThat(ports.outcomes())
                .containsExactly(AttemptOutcome.givenUp(old.attempt(), Reason.OUTCOME_UNKNOWN, NOW));
        assertThat(ports.calls).doesNotContain("evidence", "enqueue");
    }

    @Test
    void underWaitAMessageIsGivenUpToo() {
        Unknown old = unknown(Duration.ofHours(24));

        run(Policy.WAIT);

        assertThat(ports.outcomes())
                .containsExactly(AttemptOutcome.givenUp(old.attempt(), Reason.OUTCOME_UNKNOWN, NOW));
    }

    @Test
    void aMessageThatBrokeThreeWorkersIsPoison() {
        Unknown poison = unknown(RecordedPorts.SENDER, HOUR, 1, 3);

        run(Policy.RESEND);

        assertThat(ports.outcomes()).containsExactly(AttemptOutcome.givenUp(poison.attempt(), Reason.POISON, NOW));
    }

    @Test
    void twoBrokenWorkersAreNotEnough() {
        unknown(RecordedPorts.SENDER, HOUR, 1, 2);

        run(Policy.RESEND);

        assertThat(ports.outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.state()).isEqualTo(State.HELD));
    }

    @Test
    void resendingEndsAfterFiveTries() {
        Unknown tired = unknown(RecordedPorts.SENDER, HOUR, 5, 0);

        run(Policy.RESEND);

        assertThat(ports.outcomes())
                .containsExactly(AttemptOutcome.givenUp(tired.attempt(), Reason.ATTEMPTS_EXHAUSTED, NOW));
        assertThat(ports.queue.waiting).isEmpty();
    }

    /** A status came between the read and the record: the journal let it win. */
    @Test
    void aMessageThatTheJournalMovedOnIsNotEnqueued() {
        Unknown late = unknown(HOUR);
        ports.openMessages.known.clear();
        Entry entry = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(entry, State.DELIVERED, Optional.empty()));

        run(Policy.RESEND);

        assertThat(ports.outcomes()).containsExactly(AttemptOutcome.silent(late.attempt(), NOW));
        assertThat(ports.queue.waiting).isEmpty();
    }

    @Test
    void attemptsOfOneMinuteShareOneAnswer() {
        unknown(HOUR);
        unknown(HOUR.minusSeconds(59));

        run(Policy.RESEND_IF_SILENT);

        assertThat(ports.signals.count("evidence")).isEqualTo(1);
    }

    @Test
    void attemptsOfTwoMinutesOrTwoNumbersDoNot() {
        unknown(HOUR);
        unknown(HOUR.minusSeconds(60));
        unknown(new SenderId("other"), HOUR, 1, 0);

        run(Policy.RESEND_IF_SILENT);

        assertThat(ports.signals.count("evidence")).isEqualTo(3);
    }

    @Test
    void theNextRunAsksAnew() {
        unknown(HOUR);
        UnknownOutcomes outcomes = outcomes(Policy.RESEND_IF_SILENT);
        run(outcomes);
        assertThat(ports.outcomes()).isEmpty();

        attempts.heard.add(RecordedPorts.SENDER);
        run(outcomes);

        assertThat(ports.outcomes()).hasSize(1);
    }

    /** The range covers the surroundings of every attempt of the minute. */
    @Test
    void evidenceIsLookedForAroundTheWholeMinute() {
        Unknown silent = unknown(HOUR);

        run(Policy.RESEND_IF_SILENT);

        assertThat(attempts.evidence)
                .containsExactly(
                        new RecordedUnknownAttempts.Evidence(silent, Duration.ofMinutes(3), NOW.minusSeconds(5)));
    }

    @Test
    void aFailureOfOneSparesTheOthers() {
        Unknown first = unknown(HOUR);
        Unknown second = unknown(HOUR);
        ports.record.set(outcomes -> outcomes.get(0).attempt().equals(first.attempt())
                ? Uni.createFrom().failure(new IllegalStateException("away"))
                : Uni.createFrom().voidItem());

        run(Policy.RESEND);

        assertThat(ports.queue.waiting).containsOnlyKeys(second.attempt().message());
    }

    /** Attempts that cannot be decided yet stay due and must not hide those behind them. */
    @Test
    void theNextRunReadsOnAfterAFullPageAndBeginsAgainAfterTheLast() {
        for (int i = 0; i < 1_001; i++) {
            unknown(HOUR);
        }
        UnknownOutcomes outcomes = outcomes(Policy.RESEND_IF_SILENT);

        run(outcomes);
        run(outcomes);
        run(outcomes);

        assertThat(attempts.asked.stream()
                        .filter(due -> due.category() == Category.UTILITY)
                        .map(Due::after))
                .containsExactly(Optional.empty(), Optional.of(attempts.unknown.get(999)), Optional.empty());
    }

    private void run(Policy utility) {
        run(outcomes(utility));
    }

    private static void run(UnknownOutcomes outcomes) {
        outcomes.run().await().atMost(Duration.ofSeconds(5));
    }

    private UnknownOutcomes outcomes(Policy utility) {
        return outcomes(utility, () -> NOW);
    }

    private UnknownOutcomes outcomes(Policy utility, InstantSource clock) {
        return new UnknownOutcomes(
                ports.book,
                attempts,
                ports.openMessages,
                ports.journal,
                RepairParts.queueRepair(ports),
                new UnknownConfigs.Unknown(utility),
                clock);
    }

    private Unknown unknown(Duration ago) {
        return unknown(RecordedPorts.SENDER, ago, 1, 0);
    }

    /** A utility message whose attempt has been unknown for a time, and which waits once that is recorded. */
    private Unknown unknown(SenderId sender, Duration ago, int tries, int breaks) {
        MessageId id = TestMessages.id(NOW.minus(ago));
        Unknown unknown = new Unknown(
                new AttemptId(id, 1),
                RecordedPorts.PORTFOLIO,
                sender,
                new PersonId(1),
                Category.UTILITY,
                tries,
                breaks,
                NOW.minus(ago),
                NOW.minus(ago));
        attempts.unknown.add(unknown);
        ports.openMessages.known.add(TestMessages.waiting(id, NOW.plusSeconds(60)));
        return unknown;
    }

    private boolean isRead(Category category) {
        return attempts.asked.stream().anyMatch(due -> due.category() == category);
    }

    private Due asked(Category category) {
        return attempts.asked.stream()
                .filter(due -> due.category() == category)
                .findFirst()
                .orElseThrow();
    }

    private Sender withoutWebhooks() {
        Sender number = ports.sender();
        return new Sender(
                number.id(),
                number.tenant(),
                number.portfolio(),
                number.wabaId(),
                number.displayPhoneNumber(),
                number.baseUrl(),
                number.accessToken(),
                number.throughput(),
                number.dailyLimit(),
                number.paused(),
                false);
    }
}
