package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.delivery.Delivery;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.InflightLimit;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.metrics.Meters;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One attempt from its beginning to what its answer means. */
class AttemptsTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final RecordedPorts ports = new RecordedPorts();
    private final LoopParts parts = new LoopParts(ports);
    private final InflightLimit limit = parts.limits.of(RecordedPorts.SENDER);
    private final InflightMessage message = TestMessages.granted();
    private final StartGuard guard = new StartGuard(1, 20);
    private final Attempt attempt = new Attempt(ports.sender(), message, limit, guard.begin(0), System.nanoTime());

    AttemptsTest() {
        limit.tryAcquire(1);
    }

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void requestHoldsWhatTheRightHolds() {
        send();

        assertThat(ports.requests).singleElement().satisfies(request -> {
            assertThat(request.sender()).isEqualTo(ports.sender());
            assertThat(request.attempt()).isEqualTo(message.attempt());
            assertThat(request.address()).isEqualTo(TestMessages.ADDRESS);
            assertThat(request.message()).isEqualTo(message.right().body());
        });
    }

    @Test
    void noRequestBeginsBeforeItIsSubscribedTo() {
        parts.attempts.send(attempt);

        assertThat(ports.calls).isEmpty();
    }

    @Test
    void aMessageWithoutARightIsNotHandedOver() {
        InflightMessage noRight = TestMessages.taken(RecordedPorts.PORTFOLIO, TestMessages.entry(), Duration.ZERO);
        Attempt without = new Attempt(ports.sender(), noRight, limit, guard.begin(0), 0);

        assertThatThrownBy(() -> parts.attempts.send(without).await().atMost(SOON))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ports.requests).isEmpty();
    }

    @Test
    void aBugInTheDeliveryFailsTheAttemptAndNothingElse() {
        Attempts attempts = parts.attempts(new Delivery() {
            @Override
            public Uni<DeliveryResult> deliver(DeliveryRequest request, Runnable leaving) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public Duration longest() {
                return Duration.ofSeconds(5);
            }
        });

        Uni<DeliveryResult> sent = attempts.send(attempt);

        assertThatThrownBy(() -> sent.await().atMost(SOON)).hasMessage("a bug");
    }

    @Test
    void aRequestThatLeavesCountsAgainstThePace() {
        assertThat(attempt.departure().hasLeft()).isFalse();

        send();

        assertThat(attempt.departure().hasLeft()).isTrue();
        assertThat(guard.waitNanos(System.nanoTime())).isPositive();
    }

    @Test
    void anAnswerGivesTheSlotBack() {
        Conclusion conclusion = judge(sent());

        assertThat(limit.inflight()).isZero();
        assertThat(limit.throttles()).isZero();
        assertThat(conclusion.outcome().state()).isEqualTo(State.SENT);
        assertThat(conclusion.outcome().attempt()).isEqualTo(message.attempt());
    }

    @Test
    void anAnswerToSlowDownCutsTheLimit() {
        int before = limit.limit();

        judge(new DeliveryResult.Unknown("no answer"));

        assertThat(limit.inflight()).isZero();
        assertThat(limit.limit()).isLessThan(before);
    }

    @Test
    void aRequestThatNeverLeftIsForgottenByThePace() {
        judge(new DeliveryResult.NotSent("no route"));

        assertThat(guard.waitNanos(5_000_000_000L)).isZero();
    }

    /** It may still be worked on. */
    @Test
    void theReceiverOfAnUnansweredRequestStaysBusyUntilTheRequestMustBeOver() {
        Conclusion conclusion = judge(new DeliveryResult.Unknown("no answer"));

        long began = message.taken().at(attempt.beganNanos()).toEpochMilli();
        assertThat(conclusion.settlement().busyUntilMillis()).isEqualTo(began + 5_000);
    }

    @Test
    void everyAnswerIsCounted() {
        judge(sent());

        assertThat(counted(State.SENT, Optional.empty())).isEqualTo(1);
    }

    @Test
    void aBugBeforeTheRequestLeftGivesTheSlotBackAndCountsAsABreak() {
        Conclusion conclusion = broken();

        assertThat(limit.inflight()).isZero();
        assertThat(limit.throttles()).as("not the API's fault").isZero();
        assertThat(guard.waitNanos(5_000_000_000L)).isZero();
        assertThat(conclusion.outcome().broke()).isTrue();
        assertThat(conclusion.outcome().state()).isEqualTo(State.HELD);
        assertThat(counted(State.HELD, Optional.of(Reason.RETRY))).isEqualTo(1);
    }

    /** It may have been accepted. */
    @Test
    void aBugAfterTheRequestLeftIsAnUnknownOutcomeAndNoBreak() {
        attempt.departure().left(System.nanoTime());

        Conclusion conclusion = broken();

        assertThat(conclusion.outcome().state()).isEqualTo(State.UNKNOWN);
        assertThat(conclusion.outcome().broke()).isFalse();
        assertThat(limit.inflight()).isZero();
    }

    private void send() {
        parts.attempts.send(attempt).await().atMost(SOON);
    }

    @Test
    void aBugInJudgingGivesTheSlotBackAndLeavesTheOutcomeUnknown() {
        Attempts attempts = parts.attempts(ports.delivery, () -> {
            throw new IllegalStateException("a bug");
        });

        Conclusion conclusion = attempts.judge(attempt, new DeliveryResult.NotSent("no route"))
                .await()
                .atMost(SOON);

        assertThat(limit.inflight()).isZero();
        assertThat(conclusion.outcome().state()).isEqualTo(State.UNKNOWN);
        assertThat(conclusion.outcome().detail()).contains("IllegalStateException");
    }

    @Test
    void aBugInApplyingAnAnswerDoesNotKeepItFromTheJournal() {
        ports.registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                throw new IllegalStateException("a bug");
            }
        });

        Conclusion conclusion = judge(sent());

        assertThat(limit.inflight()).isZero();
        assertThat(conclusion.outcome().state()).isEqualTo(State.SENT);
    }

    private Conclusion judge(DeliveryResult result) {
        return parts.attempts.judge(attempt, result).await().atMost(SOON);
    }

    private Conclusion broken() {
        return parts.attempts
                .broken(attempt, new IllegalStateException("a bug"))
                .await()
                .atMost(SOON);
    }

    private static DeliveryResult sent() {
        return new DeliveryResult.Sent("wamid", Optional.empty(), Optional.empty());
    }

    private double counted(State state, Optional<Reason> reason) {
        return ports.registry
                .get(Meters.MESSAGES)
                .tag(Meters.SENDER, RecordedPorts.SENDER.value())
                .tag(Meters.STATE, state.word())
                .tag(Meters.REASON, reason.map(Reason::word).orElse(""))
                .counter()
                .count();
    }
}
