package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.delivery.TestConfigs;
import io.estafet.delivery.Verdict;
import io.estafet.message.Category;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.metrics.Meters;
import io.estafet.metrics.SenderLabel;
import io.estafet.queue.Entry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DispatchMetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final SenderLabel label = new SenderLabel(new TestConfigs.Metrics(), InstantSource.system());
    private final DispatchMeters meters = new DispatchMeters(registry, label);
    private final Entry entry = TestMessages.entry();
    private final Instant accepted = Instant.ofEpochMilli(entry.id().epochMillis());

    @Test
    void theJournalsLagIsThatOfTheProgramWhichRunsNow() {
        // Given a program that has ended in this process
        new DispatchMeters(registry, label).journalLag(() -> 1);

        // When
        meters.journalLag(() -> 2);

        // Then
        assertThat(registry.get(Meters.JOURNAL_LAG).gauge().value()).isEqualTo(2);
    }

    @Test
    void aDecisionIsCountedByNumberCategoryStateAndReason() {
        meters.decided(RecordedPorts.SENDER, Category.MARKETING, Reason.NO_CONSENT);

        assertThat(registry.get(Meters.MESSAGES)
                        .tags(Meters.SENDER, "number", Meters.CATEGORY, "marketing")
                        .tags(Meters.STATE, "rejected", Meters.REASON, "no-consent")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aSentMessageIsTimedFromItsAcceptance() {
        meters.answered(RecordedPorts.SENDER, entry, sent(), accepted.plusMillis(70));

        assertThat(latency().count()).isEqualTo(1);
        assertThat(latency().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(70);
    }

    /** The clocks of Redis and of the replica that accepted it differ. */
    @Test
    void aMessageIsNeverSentBeforeItWasAccepted() {
        meters.answered(RecordedPorts.SENDER, entry, sent(), accepted.minusMillis(70));

        assertThat(latency().totalTime(TimeUnit.MILLISECONDS)).isZero();
    }

    @Test
    void aMessageThatWasNotSentIsCountedAndNotTimed() {
        meters.answered(RecordedPorts.SENDER, entry, failed(), accepted.plusMillis(70));

        assertThat(registry.get(Meters.MESSAGES)
                        .tag(Meters.STATE, "failed")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.find(Meters.DISPATCH_LATENCY).timer()).isNull();
    }

    private Timer latency() {
        return registry.get(Meters.DISPATCH_LATENCY)
                .tag(Meters.CATEGORY, "utility")
                .timer();
    }

    private static Verdict sent() {
        return verdict(State.SENT, Optional.empty(), Optional.of("wamid"));
    }

    private static Verdict failed() {
        return verdict(State.FAILED, Optional.of(Reason.API_ERROR), Optional.empty());
    }

    private static Verdict verdict(State state, Optional<Reason> reason, Optional<String> wamid) {
        return new Verdict(state, reason, Optional.empty(), wamid, Optional.empty(), Set.of(), Optional.empty());
    }
}
