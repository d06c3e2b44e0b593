package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderLoopsTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final SenderId OTHER = new SenderId("other");

    private final RecordedPorts ports = new RecordedPorts();
    private final SenderLoops loops = new LoopParts(ports).senderLoops();

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aNumberHasOneLoopForEver() {
        SenderLoop loop = loops.of(RecordedPorts.SENDER);

        assertThat(loops.of(RecordedPorts.SENDER)).isSameAs(loop);
        assertThat(loops.all()).containsExactly(loop);
    }

    @Test
    void aNumberThatIsSeenFirstAfterTheStopTakesNothing() {
        loops.stop();

        loops.of(OTHER).wake();
        ports.onLoop(() -> {});

        assertThat(ports.calls).doesNotContain("take");
    }

    @Test
    void aNumberThatWaitsForTheJournalHoldsUpNoOther() {
        ports.senders.set(List.of(ports.sender(), RecordedPorts.number(OTHER)));
        Entry stuck = TestMessages.entry();
        Entry free = TestMessages.entry(OTHER);
        ports.record.set(outcomes -> outcomes.get(0).attempt().message().equals(stuck.id())
                ? Uni.createFrom().nothing()
                : Uni.createFrom().voidItem());

        ports.admit(Duration.ZERO, stuck);
        loops.of(RecordedPorts.SENDER).wake();
        await().atMost(SOON).until(() -> ports.recorded.size() == 1);
        ports.admit(Duration.ZERO, free);
        loops.of(OTHER).wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1);
        assertThat(ports.settlements().get(0).entry().id()).isEqualTo(free.id());
        assertThat(loops.of(RecordedPorts.SENDER).unrecordedSinceMillis()).isNotEqualTo(OutcomeRecorder.ALL_RECORDED);
        assertThat(loops.of(OTHER).unrecordedSinceMillis()).isEqualTo(OutcomeRecorder.ALL_RECORDED);
    }
}
