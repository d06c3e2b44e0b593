package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.dispatch.RecordedPorts;
import io.estafet.dispatch.TestMessages;
import io.estafet.journal.OpenMessage;
import io.estafet.message.State;
import io.estafet.metrics.Meters;
import io.estafet.queue.Entry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages enter the queue as the journal knows them. */
class QueueRepairTest {

    private static final Instant DEADLINE = Instant.now().plusSeconds(5);

    private final RecordedPorts ports = new RecordedPorts();
    private final QueueRepair repair = RepairParts.queueRepair(ports);
    private final Entry entry = TestMessages.entry();

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aWaitingMessageWaits() {
        int added = result(repair.enqueue(RecordedPorts.PORTFOLIO, List.of(waiting())));

        assertThat(added).isEqualTo(1);
        assertThat(ports.queue.waiting).containsOnlyKeys(entry.id());
        assertThat(ports.queue.leased).isEmpty();
    }

    /** The take after the lease's end recovers it. */
    @Test
    void aMessageThatIsBeingSentIsLeasedUntilASecondAfterItsDeadline() {
        int added = result(repair.enqueue(RecordedPorts.PORTFOLIO, List.of(sending(Optional.of(DEADLINE)))));

        assertThat(added).isZero();
        assertThat(ports.queue.waiting).isEmpty();
        assertThat(ports.queue.leased)
                .containsEntry(entry.id(), DEADLINE.plusSeconds(1).toEpochMilli());
    }

    @Test
    void aMessageThatIsBeingSentWithoutADeadlineIsRecoveredAtOnce() {
        result(repair.enqueue(RecordedPorts.PORTFOLIO, List.of(sending(Optional.empty()))));

        assertThat(ports.queue.leased).containsEntry(entry.id(), 1_000L);
    }

    @Test
    void anUnknownMessageStaysOutOfTheQueue() {
        result(repair.enqueue(
                RecordedPorts.PORTFOLIO, List.of(TestMessages.open(entry, State.UNKNOWN, Optional.of(DEADLINE)))));

        assertThat(ports.queue.waiting).isEmpty();
        assertThat(ports.queue.leased).isEmpty();
    }

    @Test
    void onlyWaitingMessagesAreEnqueuedWhenThatIsAsked() {
        result(repair.enqueueWaiting(RecordedPorts.PORTFOLIO, List.of(sending(Optional.of(DEADLINE)))));

        assertThat(ports.calls).containsExactly("enqueue");
        assertThat(ports.queue.waiting).isEmpty();
    }

    @Test
    void onlyWhatTheQueueDoesNotHaveIsEnqueued() {
        Entry known = TestMessages.entry();
        ports.queue.waiting.put(known.id(), known);
        OpenMessage present = TestMessages.open(known, State.QUEUED, Optional.empty());
        ports.openMessages.known.addAll(List.of(waiting(), present));

        int missing = result(repair.enqueueMissing(RecordedPorts.PORTFOLIO, List.of(waiting(), present)));

        assertThat(missing).isEqualTo(1);
        assertThat(ports.queue.waiting).containsKeys(entry.id());
        assertThat(missed()).isEqualTo(1);
    }

    @Test
    void nothingIsReadWhenTheQueueHasAll() {
        ports.queue.waiting.put(entry.id(), entry);

        int missing = result(repair.enqueueMissing(RecordedPorts.PORTFOLIO, List.of(waiting())));

        assertThat(missing).isZero();
        assertThat(ports.calls).containsExactly("present");
    }

    @Test
    void nothingIsAskedAboutNoMessages() {
        result(repair.enqueueMissing(RecordedPorts.PORTFOLIO, List.of()));

        assertThat(ports.calls).isEmpty();
    }

    /** It was settled, and so removed from the queue, after the journal's page was read. */
    @Test
    void aMessageThatEndedMeanwhileIsLeftOut() {
        int missing = result(repair.enqueueMissing(RecordedPorts.PORTFOLIO, List.of(waiting())));

        assertThat(missing).isZero();
        assertThat(ports.calls).containsSubsequence("present", "find");
        assertThat(ports.queue.waiting).isEmpty();
    }

    private OpenMessage waiting() {
        return TestMessages.open(entry, State.QUEUED, Optional.empty());
    }

    private OpenMessage sending(Optional<Instant> deadline) {
        return TestMessages.open(entry, State.SENDING, deadline);
    }

    private static <T> T result(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(5));
    }

    private double missed() {
        return ports.registry.get(Meters.QUEUE_MISSING).counter().count();
    }
}
