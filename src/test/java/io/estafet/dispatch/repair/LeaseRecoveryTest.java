package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.estafet.dispatch.RecordedPorts;
import io.estafet.dispatch.TestMessages;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.metrics.Meters;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of messages whose lease is ours, by what the journal knows of them. */
class LeaseRecoveryTest {

    private static final Instant NOW = Instant.now();

    private final RecordedPorts ports = new RecordedPorts();
    private final Entry entry = TestMessages.entry();

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aWaitingMessageGoesBackToItsPlace() {
        ports.openMessages.known.add(TestMessages.open(entry, State.QUEUED, Optional.empty()));

        align();

        assertThat(ports.settlements()).singleElement().satisfies(settlement -> {
            assertThat(settlement.kind()).isEqualTo(Settlement.Kind.BACK);
            assertThat(settlement.refund()).isTrue();
        });
        assertThat(ports.calls).containsExactly("find", "settle", "wake");
    }

    @Test
    void aMessageThatTheJournalHasEndedIsForgotten() {
        align();

        assertThat(ports.settlements())
                .singleElement()
                .satisfies(settlement -> assertThat(settlement.kind()).isEqualTo(Settlement.Kind.DONE));
    }

    @Test
    void anAttemptWithoutARecordedEndIsUnknownOnceItMustBeOver() {
        ports.openMessages.known.add(TestMessages.open(entry, State.SENDING, Optional.of(NOW.minusSeconds(1))));

        align();

        assertThat(ports.recorded)
                .singleElement()
                .satisfies(outcomes -> assertThat(outcomes)
                        .singleElement()
                        .satisfies(outcome -> assertThat(outcome.state()).isEqualTo(State.UNKNOWN)));
        assertThat(ports.calls).containsExactly("find", "record", "settle", "wake");
        assertThat(ports.settlements())
                .singleElement()
                .satisfies(settlement -> assertThat(settlement.kind()).isEqualTo(Settlement.Kind.DONE));
    }

    @Test
    void anAttemptThatMayBeUnderWayIsLeftAlone() {
        ports.openMessages.known.add(TestMessages.open(entry, State.SENDING, Optional.of(NOW.plusSeconds(5))));

        align();

        assertThat(ports.recorded).isEmpty();
        assertThat(ports.settlements()).isEmpty();
    }

    /** At once the journal would only refuse it again. */
    @Test
    void aMessageWhoseRightWasRefusedWaitsForAMoment() {
        ports.openMessages.known.add(TestMessages.open(entry, State.QUEUED, Optional.empty()));

        RepairParts.leaseRecovery(ports)
                .refused(RecordedPorts.PORTFOLIO, RecordedPorts.SENDER, List.of(entry), NOW)
                .await()
                .atMost(Duration.ofSeconds(5));

        assertThat(ports.settlements()).singleElement().satisfies(settlement -> {
            assertThat(settlement.kind()).isEqualTo(Settlement.Kind.RETRY);
            assertThat(settlement.entry().notBeforeMillis()).isGreaterThan(NOW.toEpochMilli());
        });
    }

    @Test
    void aMessageThatWaitsForATimeIsHeldUntilThen() {
        Instant until = NOW.plusSeconds(60);
        ports.openMessages.known.add(TestMessages.held(entry, Reason.SCHEDULED, until));

        align();

        assertThat(ports.settlements()).singleElement().satisfies(settlement -> {
            assertThat(settlement.kind()).isEqualTo(Settlement.Kind.HOLD);
            assertThat(settlement.entry().notBeforeMillis()).isEqualTo(until.toEpochMilli());
        });
    }

    @Test
    void aChargeThatTheJournalCountsIsKept() {
        ports.openMessages.known.add(TestMessages.counted(entry, State.QUEUED, NOW));

        align();

        assertThat(ports.settlements())
                .singleElement()
                .satisfies(settlement -> assertThat(settlement.refund()).isFalse());
    }

    @Test
    void eachMessageFollowsItsOwnState() {
        Entry underWay = TestMessages.entry();
        Entry ended = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(entry, State.QUEUED, Optional.empty()));
        ports.openMessages.known.add(TestMessages.open(underWay, State.SENDING, Optional.of(NOW.plusSeconds(5))));

        recover(entry, underWay, ended);

        assertThat(ports.settlements())
                .extracting(settlement -> settlement.entry().id(), Settlement::kind)
                .containsExactly(tuple(entry.id(), Settlement.Kind.BACK), tuple(ended.id(), Settlement.Kind.DONE));
    }

    @Test
    void recoveredLeasesAreCounted() {
        recover(entry, TestMessages.entry());

        assertThat(ports.registry.get(Meters.LEASES_RECOVERED).counter().count())
                .isEqualTo(2);
    }

    @Test
    void nothingIsAskedWhenNoLeaseHasEnded() {
        recover();

        assertThat(ports.calls).isEmpty();
    }

    /** The new lease ends, too, and they are recovered then. */
    @Test
    void leasesThatCannotBeRecoveredAreLeftForLater() {
        ports.signals.fail("find");

        recover(entry);

        assertThat(ports.settlements()).isEmpty();
    }

    @Test
    void nothingIsSettledWhenTheEndOfAnAttemptCannotBeRecorded() {
        ports.openMessages.known.add(TestMessages.open(entry, State.SENDING, Optional.of(NOW.minusSeconds(1))));
        ports.signals.fail("record");

        recover(entry);

        assertThat(ports.settlements()).isEmpty();
    }

    private void recover(Entry... entries) {
        RepairParts.leaseRecovery(ports)
                .recover(RecordedPorts.PORTFOLIO, RecordedPorts.SENDER, List.of(entries), NOW)
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    private void align() {
        RepairParts.leaseRecovery(ports)
                .align(RecordedPorts.PORTFOLIO, RecordedPorts.SENDER, List.of(entry), NOW)
                .await()
                .atMost(Duration.ofSeconds(5));
    }
}
