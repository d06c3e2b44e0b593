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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        ports.admit(Duration.ZERO, entry);

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
        ports.admit(Duration.ZERO, entry);

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
        ports.admit(Duration.ZERO, entry);

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
        ports.admit(LoopConfigs.LATE_START.plusMillis(1).negated(), TestMessages.entry());

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1);
        assertThat(ports.delivered()).isEmpty();
        assertThat(ports.settlements().get(0).kind()).isEqualTo(Settlement.Kind.BACK);
    }

    @Test
    void aDrainBeginsNothingAndGivesBackWhatWaits() {
        ports.admit(Duration.ofSeconds(5), TestMessages.entry(), TestMessages.entry());
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
    void aBugInOneMessageSparesItsNeighbours() {
        Entry broken = TestMessages.entry();
        Entry sound = TestMessages.entry();
        breakOn(broken, false);
        ports.admit(Duration.ZERO, broken, sound);

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
        ports.admit(Duration.ZERO, broken);

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
    void aRightThatIsGrantedAfterTheStopGoesBackUnused() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("claim", commit);
        ports.admit(Duration.ZERO, TestMessages.entry());
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
    void noRequestBeginsBeforeItsRightIsCommitted() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("claim", commit);
        ports.admit(Duration.ZERO, TestMessages.entry());

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
        ports.admit(Duration.ZERO, refused, granted);

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 2 && loop.underWay() == 0);
        assertThat(ports.delivered()).containsExactly(granted.id());
    }

    @Test
    void aRightThatCannotBeClosedIsClosedLater() {
        ports.signals.fail("claim");
        ports.signals.fail("record");
        ports.admit(Duration.ZERO, TestMessages.entry());
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
        ports.admit(Duration.ZERO, TestMessages.expiringAt(Instant.now().minusMillis(1)));

        loop.wake();

        await().atMost(SOON).until(() -> ports.settlements().size() == 1);
        assertThat(ports.delivered()).isEmpty();
        assertThat(ports.settlements().get(0).kind()).isEqualTo(Settlement.Kind.BACK);
    }

    @Test
    void aMessageOfANumberThatWasRemovedIsGivenBack() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("claim", commit);
        ports.admit(Duration.ZERO, TestMessages.entry());
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
        ports.admit(Duration.ZERO, broken);

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
        ports.admit(
                Duration.ZERO,
                IntStream.range(0, 20).mapToObj(i -> TestMessages.entry()).toArray(Entry[]::new));

        loop.wake();
        await().atMost(SOON).until(() -> ports.requests.size() == 16);
        ports.onLoop(() -> {});
        assertThat(ports.requests).hasSize(16);

        answer.complete(new DeliveryResult.Sent("wamid", Optional.empty(), Optional.empty()));
        await().atMost(SOON).until(() -> loop.underWay() == 0);
    }

    private AttemptOutcome outcome(Entry entry) {
        return ports.outcomes().stream()
                .filter(outcome -> outcome.attempt().message().equals(entry.id()))
                .findFirst()
                .orElseThrow();
    }
}
