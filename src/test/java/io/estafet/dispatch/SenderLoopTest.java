package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.admission.Taken;
import io.estafet.delivery.DeliveryResult;
import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.RightToSend.Right;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One number's loop from the take to the acknowledgement. */
class SenderLoopTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final RecordedPorts ports = new RecordedPorts();
    private final SenderLoop loop = new LoopParts(ports).senderLoop();

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aMessageIsTakenClaimedDeliveredRecordedAndAcknowledged() {
        Entry entry = TestMessages.entry();
        admit(Duration.ZERO, entry);

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1);
        assertThat(ports.calls).startsWith("take", "claim", "deliver", "record", "settle");
        assertThat(ports.delivered()).containsExactly(entry.id());
        assertThat(ports.outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.state()).isEqualTo(State.SENT));
    }

    @Test
    void theRightNamesTheEpochUnderWhichTheMessageWasTaken() {
        long now = System.currentTimeMillis();
        Taken.Admitted admitted = new Taken.Admitted(TestMessages.entry(), now * 1_000, true);
        ports.takes.add(new Taken(
                Optional.empty(), 7, now, Long.MAX_VALUE, List.of(admitted), List.of(), List.of(), List.of()));

        loop.wake();

        await().atMost(SOON).until(() -> !ports.claimed.isEmpty());
        assertThat(ports.claimed).singleElement().satisfies(claim -> {
            assertThat(claim.epoch()).isEqualTo(7);
            assertThat(claim.charged()).isPresent();
        });
    }

    @Test
    void aRefusedRightGoesBackByWhatTheJournalSays() {
        Entry entry = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(entry, State.QUEUED, Optional.empty()));
        ports.claim.set(claims -> Uni.createFrom().item(Map.of()));
        admit(Duration.ZERO, entry);

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1 && loop.underWay() == 0);
        assertThat(ports.delivered()).isEmpty();
        assertThat(ports.calls).contains("find").doesNotContain("record");
        assertThat(ports.settlements().get(0).kind()).isEqualTo(Settlement.Kind.RETRY);
    }

    @Test
    void aRightThatIsNotKnownToBeCommittedIsClosedBeforeTheJournalIsAsked() {
        Entry entry = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(entry, State.QUEUED, Optional.empty()));
        ports.claim.set(claims -> Uni.createFrom().failure(new IllegalStateException("away")));
        admit(Duration.ZERO, entry);

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1 && loop.underWay() == 0);
        assertThat(ports.delivered()).isEmpty();
        assertThat(ports.calls).containsSubsequence("claim", "record", "find", "settle");
        assertThat(ports.outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.state()).isEqualTo(State.HELD));
    }

    @Test
    void aStartThatComesTooLateIsGivenBack() {
        admit(LoopConfigs.LATE_START.plusMillis(1).negated(), TestMessages.entry());

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1);
        assertThat(ports.delivered()).isEmpty();
        assertThat(ports.settlements().get(0).kind()).isEqualTo(Settlement.Kind.BACK);
    }

    @Test
    void aDrainBeginsNothingAndGivesBackWhatWaits() {
        admit(Duration.ofSeconds(5), TestMessages.entry(), TestMessages.entry());
        loop.wake();
        await().atMost(SOON).until(() -> ports.calls.contains("claim"));
        ports.onLoop(() -> {});

        loop.stop();

        await().atMost(SOON).until(() -> ports.settlements().size() == 2 && loop.underWay() == 0);
        assertThat(ports.delivered()).isEmpty();
        assertThat(ports.settlements())
                .allSatisfy(settlement -> assertThat(settlement.kind()).isEqualTo(Settlement.Kind.BACK));
    }

    @Test
    void aLoopThatRestsTakesNothing() {
        loop.wake();
        await().atMost(SOON).until(() -> ports.calls.contains("take"));
        loop.rest();
        ports.onLoop(() -> {});
        int takes = takes();

        admit(Duration.ZERO, TestMessages.entry());
        ports.onLoop(() -> {});

        assertThat(takes()).isEqualTo(takes);
    }

    @Test
    void aBugInOneMessageSparesItsNeighbours() {
        Entry broken = TestMessages.entry();
        Entry sound = TestMessages.entry();
        breakOn(broken, false);
        admit(Duration.ZERO, broken, sound);

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 2 && loop.underWay() == 0);
        assertThat(outcome(broken).state()).isEqualTo(State.HELD);
        assertThat(outcome(broken).reason()).contains(Reason.RETRY);
        assertThat(outcome(sound).state()).isEqualTo(State.SENT);
    }

    /** It may have been accepted. */
    @Test
    void aBugAfterTheRequestHasLeftLeavesItsOutcomeUnknown() {
        Entry broken = TestMessages.entry();
        breakOn(broken, true);
        admit(Duration.ZERO, broken);

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1);
        assertThat(outcome(broken).state()).isEqualTo(State.UNKNOWN);
    }

    private void breakOn(Entry broken, boolean afterItLeft) {
        ports.deliver.set(new RecordedPorts.Accepting() {
            @Override
            public Uni<DeliveryResult> deliver(DeliveryRequest request, Runnable leaving) {
                if (!request.attempt().message().equals(broken.id())) {
                    return super.deliver(request, leaving);
                }
                if (afterItLeft) {
                    leaving.run();
                }
                throw new IllegalStateException("a bug");
            }
        });
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
    void aRightThatIsGrantedAfterTheStopGoesBackUnused() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("claim", commit);
        admit(Duration.ZERO, TestMessages.entry());
        loop.wake();
        await().atMost(SOON).until(() -> ports.calls.contains("claim"));

        loop.stop();
        ports.onLoop(() -> {});
        commit.complete(null);

        await().atMost(SOON).until(() -> ports.settlements().size() == 1 && loop.underWay() == 0);
        assertThat(ports.delivered()).isEmpty();
        assertThat(ports.settlements().get(0).kind()).isEqualTo(Settlement.Kind.BACK);
    }

    @Test
    void aStoppedLoopIsNotWokenAgain() {
        loop.stop();

        loop.wake();
        ports.onLoop(() -> {});

        assertThat(ports.calls).isEmpty();
    }

    @Test
    void noRequestBeginsBeforeItsRightIsCommitted() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("claim", commit);
        admit(Duration.ZERO, TestMessages.entry());

        loop.wake();
        await().atMost(SOON).until(() -> ports.calls.contains("claim"));
        ports.onLoop(() -> {});
        assertThat(ports.delivered()).isEmpty();
        assertThat(loop.underWay()).isEqualTo(1);

        commit.complete(null);
        await().atMost(SOON).until(() -> loop.underWay() == 0);
        assertThat(ports.delivered()).hasSize(1);
    }

    @Test
    void aRefusedRightSparesItsNeighbours() {
        Entry refused = TestMessages.entry();
        Entry granted = TestMessages.entry();
        ports.claim.set(claims -> Uni.createFrom().item(() -> {
            Map<MessageId, Right> rights = new HashMap<>(RecordedPorts.all(claims));
            rights.remove(refused.id());
            return rights;
        }));
        admit(Duration.ZERO, refused, granted);

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 2 && loop.underWay() == 0);
        assertThat(ports.delivered()).containsExactly(granted.id());
    }

    @Test
    void aRightThatCannotBeClosedIsClosedLater() {
        ports.signals.fail("claim");
        ports.signals.fail("record");
        admit(Duration.ZERO, TestMessages.entry());
        loop.wake();
        await().atMost(SOON).until(() -> ports.signals.count("record") >= 2);
        assertThat(loop.underWay()).isEqualTo(1);

        ports.signals.mend("record");

        await().atMost(SOON).until(() -> loop.underWay() == 0);
        assertThat(ports.outcomes()).hasSize(1);
        assertThat(ports.settlements()).hasSize(1);
    }

    @Test
    void anExpiredMessageIsNeverSent() {
        admit(Duration.ZERO, TestMessages.expiringAt(Instant.now().minusMillis(1)));

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1);
        assertThat(ports.delivered()).isEmpty();
        assertThat(ports.settlements().get(0).kind()).isEqualTo(Settlement.Kind.BACK);
    }

    @Test
    void aMessageOfANumberThatWasRemovedIsGivenBack() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("claim", commit);
        admit(Duration.ZERO, TestMessages.entry());
        loop.wake();
        await().atMost(SOON).until(() -> ports.calls.contains("claim"));

        ports.senders.set(List.of());
        commit.complete(null);

        await().atMost(SOON).until(() -> ports.settlements().size() == 1 && loop.underWay() == 0);
        assertThat(ports.delivered()).isEmpty();
    }

    @Test
    void theThirdBreakOfAMessageIsItsLastAttempt() {
        Entry broken = TestMessages.entry();
        breakOn(broken, false);
        ports.claim.set(claims -> Uni.createFrom()
                .item(Map.of(
                        broken.id(), new Right(claims.get(0).attempt(), TestMessages.ADDRESS, new byte[0], 0, 2))));
        admit(Duration.ZERO, broken);

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1 && loop.underWay() == 0);
        assertThat(outcome(broken).state()).isEqualTo(State.FAILED);
        assertThat(outcome(broken).reason()).contains(Reason.POISON);
    }

    @Test
    void neverMoreRequestsAtOnceThanTheInflightLimit() {
        CompletableFuture<DeliveryResult> answer = new CompletableFuture<>();
        ports.deliver.set(new RecordedPorts.Accepting() {
            @Override
            public Uni<DeliveryResult> deliver(DeliveryRequest request, Runnable leaving) {
                leaving.run();
                return Uni.createFrom().completionStage(answer);
            }
        });
        admit(
                Duration.ZERO,
                IntStream.range(0, 20).mapToObj(i -> TestMessages.entry()).toArray(Entry[]::new));

        loop.wake();
        await().atMost(SOON).until(() -> ports.requests.size() == 16);
        ports.onLoop(() -> {});
        assertThat(ports.requests).hasSize(16);

        answer.complete(new DeliveryResult.Sent("wamid", Optional.empty(), Optional.empty()));
        await().atMost(SOON).until(() -> loop.underWay() == 0);
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
    void takesAgainWhenTheNextMessageIsDue() {
        long now = System.currentTimeMillis();
        ports.takes.add(new Taken(Optional.empty(), 0, now, now + 30, List.of(), List.of(), List.of(), List.of()));

        loop.wake();

        await().atMost(SOON).until(() -> takes() == 2);
    }

    @Test
    void takesAgainWhenAFreedMessageMayGo() {
        ports.queue.settle.set(() -> Uni.createFrom().item(OptionalLong.of(20)));
        admit(Duration.ZERO, TestMessages.entry());

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1 && takes() == 2);
    }

    @Test
    void takesAgainSoonAfterATakeThatFailed() {
        ports.signals.fail("take");
        loop.wake();
        await().atMost(SOON).until(() -> takes() >= 2);

        ports.signals.mend("take");
        admit(Duration.ZERO, TestMessages.entry());

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

    private void admit(Duration ahead, Entry... entries) {
        long now = System.currentTimeMillis();
        List<Taken.Admitted> admitted = Arrays.stream(entries)
                .map(entry -> new Taken.Admitted(entry, (now + ahead.toMillis()) * 1_000, true))
                .toList();
        ports.takes.add(new Taken(Optional.empty(), 0, now, Long.MAX_VALUE, admitted, List.of(), List.of(), List.of()));
    }

    private int takes() {
        return (int) ports.calls.stream().filter("take"::equals).count();
    }

    private AttemptOutcome outcome(Entry entry) {
        return ports.outcomes().stream()
                .filter(outcome -> outcome.attempt().message().equals(entry.id()))
                .findFirst()
                .orElseThrow();
    }
}
