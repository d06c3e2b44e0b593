package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.admission.Taken;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.estafet.sender.Portfolio;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a take does about a Redis that is not whole. */
class TakesTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String LOCK = "lock " + RecordedPorts.PORTFOLIO;

    private final RecordedPorts ports = new RecordedPorts();
    private final Takes takes = new LoopParts(ports).takes();

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aWholeTakeAsksForNoRebuild() {
        take();

        assertThat(ports.calls).containsExactly("take");
        assertThat(ports.asked).containsExactly(new RecordedPorts.Ask(RecordedPorts.SENDER, 16));
    }

    @Test
    void aMissingKeyIsAReasonToRebuild() {
        ports.restoring.notReady.add(RecordedPorts.PORTFOLIO);
        ports.takes.add(Taken.notReady(System.currentTimeMillis(), "ready"));

        take();

        assertThat(ports.calls).containsSubsequence("take", LOCK, "isReady", "nextEpoch", "clear");
    }

    /** A rebuild raised the epoch and ended before it cleared Redis: every right would be refused for ever. */
    @Test
    void anOlderEpochThanTheJournalsIsAReasonToRebuild() {
        known(8);
        ports.takes.add(taken(7, List.of()));

        take();

        assertThat(ports.calls).containsExactly("take", LOCK, "isReady");
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void theSameOrAYoungerEpochIsNone(long epoch) {
        known(7);
        ports.takes.add(taken(epoch, List.of()));

        take();

        assertThat(ports.calls).containsExactly("take");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WRONGTYPE Operation against a key", "not a queue entry: 3 fields"})
    void damageIsRebuiltAlthoughThePortfolioIsReady(String damage) {
        ports.signals.fail("take", damage);

        assertThatThrownBy(this::take).hasMessage(damage);

        assertThat(ports.calls).containsSubsequence("take", LOCK, "isReady", "nextEpoch", "clear", "complete");
    }

    @Test
    void aRedisThatIsAwayIsNotRebuilt() {
        ports.signals.fail("take");

        assertThatThrownBy(this::take).hasMessage("take is away");

        assertThat(ports.calls).containsExactly("take");
    }

    @Test
    void leasesThatEndedAreRecoveredByWhatTheJournalSays() {
        Entry lost = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(lost, State.QUEUED, Optional.empty()));
        ports.takes.add(taken(0, List.of(lost)));

        take();

        assertThat(ports.calls).containsExactly("take", "find", "settle", "wake");
        assertThat(ports.settlements())
                .singleElement()
                .satisfies(settlement -> assertThat(settlement.kind()).isEqualTo(Settlement.Kind.BACK));
    }

    private void take() {
        takes.take(ports.sender(), 16).await().atMost(SOON);
    }

    private void known(long epoch) {
        ports.portfolios.add(new Portfolio(RecordedPorts.PORTFOLIO, new TenantId("tenant"), 1_000, epoch));
    }

    private static Taken taken(long epoch, List<Entry> recovered) {
        return new Taken(
                Optional.empty(),
                epoch,
                System.currentTimeMillis(),
                Long.MAX_VALUE,
                List.of(),
                List.of(),
                List.of(),
                recovered);
    }
}
