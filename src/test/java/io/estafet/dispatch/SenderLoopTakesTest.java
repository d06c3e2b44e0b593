package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.admission.Taken;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When one number's loop takes messages, and what it does with what was not admitted. */
class SenderLoopTakesTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final RecordedPorts ports = new RecordedPorts();
    private final SenderLoop loop = new LoopParts(ports).senderLoop();

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aLoopThatRestsTakesNothing() {
        loop.wake();
        await().atMost(SOON).until(() -> ports.calls.contains("take"));
        loop.rest();
        ports.onLoop(() -> {});
        int takes = takes();

        ports.admit(Duration.ZERO, TestMessages.entry());
        ports.onLoop(() -> {});

        assertThat(takes()).isEqualTo(takes);
    }

    @Test
    void aStoppedLoopIsNotWokenAgain() {
        loop.stop();

        loop.wake();
        ports.onLoop(() -> {});

        assertThat(ports.calls).isEmpty();
    }

    @Test
    void leasesThatEndedAreRecoveredByWhatTheJournalSays() {
        Entry lost = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(lost, State.QUEUED, Optional.empty()));
        long now = System.currentTimeMillis();
        ports.takes.add(
                new Taken(Optional.empty(), 0, now, Long.MAX_VALUE, List.of(), List.of(), List.of(), List.of(lost)));

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1);
        assertThat(ports.calls).containsSubsequence("take", "find", "settle", "wake");
        assertThat(ports.settlements().get(0).kind()).isEqualTo(Settlement.Kind.BACK);
    }

    @Test
    void oneTakeAtATime() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ports.signals.hold("take", answer);

        loop.wake();
        loop.wake();
        loop.wake();
        ports.onLoop(() -> {});
        assertThat(takes()).isEqualTo(1);

        answer.complete(null);
        await("a take for the hints that came meanwhile").atMost(SOON).until(() -> takes() == 2);
    }

    @Test
    void aTakeIsUnderWayUntilItHasEnded() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ports.signals.hold("take", answer);
        loop.wake();
        await().atMost(SOON).until(() -> takes() == 1);
        assertThat(loop.underWay()).isEqualTo(1);

        answer.complete(null);

        await().atMost(SOON).until(() -> loop.underWay() == 0);
    }

    @Test
    void aFailedTakeIsNotUnderWayAnyMore() {
        ports.signals.fail("take");

        loop.wake();

        await().atMost(SOON).until(() -> takes() >= 1 && loop.underWay() == 0);
    }

    @Test
    void whatATakeBringsAfterTheStopIsGivenBackWithoutARight() {
        Entry late = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(late, State.QUEUED, Optional.empty()));
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ports.signals.hold("take", answer);
        ports.admit(Duration.ZERO, late);
        loop.wake();
        await().atMost(SOON).until(() -> takes() == 1);

        loop.stop();
        answer.complete(null);

        await().atMost(SOON).until(() -> ports.settlements().size() == 1 && loop.underWay() == 0);
        assertThat(ports.settlements().get(0).kind()).isEqualTo(Settlement.Kind.BACK);
        assertThat(ports.claimed).isEmpty();
        assertThat(ports.requests).isEmpty();
    }

    @Test
    void takesAgainWhenTheNextMessageIsDue() {
        long now = System.currentTimeMillis();
        ports.takes.add(new Taken(Optional.empty(), 0, now, now + 30, List.of(), List.of(), List.of(), List.of()));

        loop.wake();

        await().atMost(SOON).until(() -> takes() == 2);
    }

    @Test
    void takesAgainWhenAFreedMessageMayGo() {
        ports.queue.settle.set(() -> Uni.createFrom().item(OptionalLong.of(20)));
        ports.admit(Duration.ZERO, TestMessages.entry());

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1 && takes() == 2);
    }

    @Test
    void takesAgainSoonAfterATakeThatFailed() {
        ports.signals.fail("take");
        loop.wake();
        await().atMost(SOON).until(() -> takes() >= 2);

        ports.signals.mend("take");
        ports.admit(Duration.ZERO, TestMessages.entry());

        await().atMost(SOON).until(() -> ports.settlements().size() == 1);
    }

    @Test
    void takesAgainSoonWhenRedisIsNotWhole() {
        ports.takes.add(Taken.notReady(System.currentTimeMillis(), "ready"));

        loop.wake();

        await().atMost(SOON).until(() -> takes() == 2);
    }

    @Test
    void anEndedMessageIsUnderWayUntilItIsJournalled() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("decide", commit);
        Taken.Ended expired = new Taken.Ended(TestMessages.entry(), Reason.EXPIRED);
        ports.takes.add(new Taken(
                Optional.empty(),
                0,
                System.currentTimeMillis(),
                Long.MAX_VALUE,
                List.of(),
                List.of(),
                List.of(expired),
                List.of()));

        loop.wake();
        await().atMost(SOON).until(() -> ports.calls.contains("decide"));
        assertThat(loop.underWay()).isEqualTo(1);
        assertThat(ports.settlements()).isEmpty();

        commit.complete(null);
        await().atMost(SOON).until(() -> loop.underWay() == 0);
        assertThat(ports.settlements()).hasSize(1);
    }

    /** The window of messages that are admitted ahead begins with 64. */
    @Test
    void takesAgainWhenMessagesEndThatTookAllTheRoom() {
        ports.admit(Duration.ZERO, entries(64));

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 64 && takes() >= 2);
        assertThat(ports.asked.get(0).most()).isEqualTo(64);
    }

    @Test
    void doesNotTakeAgainWhenThereWasRoomForMoreThanThereWas() {
        ports.admit(Duration.ZERO, entries(63));

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 63 && loop.underWay() == 0);
        ports.onLoop(() -> {});
        assertThat(takes()).isEqualTo(1);
    }

    private static Entry[] entries(int count) {
        return IntStream.range(0, count).mapToObj(i -> TestMessages.entry()).toArray(Entry[]::new);
    }

    private int takes() {
        return ports.signals.count("take");
    }
}
