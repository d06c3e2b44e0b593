package io.estafet.dispatch;

import io.estafet.delivery.AttemptHistory;
import io.estafet.delivery.Delivery;
import io.estafet.delivery.Delivery.DeliveryRequest;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.InflightLimit;
import io.estafet.delivery.InflightLimits;
import io.estafet.delivery.Verdict;
import io.estafet.delivery.Verdicts;
import io.estafet.dispatch.gauges.SendRates;
import io.estafet.message.SenderId;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Makes the requests, and judges what their answers mean. Used on the loops' contexts. */
@Singleton
record Attempts(
        Delivery delivery,
        InflightLimits limits,
        Verdicts verdicts,
        AnswerConsequences consequences,
        DispatchMeters meters,
        SendRates rates,
        LoopTimes times) {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    /** The number's in-flight limit. The slot of an attempt is given back when it is judged. */
    InflightLimit limit(SenderId sender) {
        return limits.of(sender);
    }

    /** Hands the message to the API. Fails only by a bug of ours. */
    Uni<DeliveryResult> send(Attempt attempt) {
        InflightMessage message = attempt.message();
        return Uni.createFrom()
                .deferred(() -> delivery.deliver(
                        new DeliveryRequest(
                                attempt.sender(),
                                message.attempt(),
                                message.right().address(),
                                message.right().body()),
                        () -> leaves(attempt)));
    }

    private void leaves(Attempt attempt) {
        long now = System.nanoTime();
        attempt.departure().left(now);
        rates.began(attempt.sender().id(), now);
        LOG.debugf("start senderId=%s nanos=%d", attempt.sender().id(), now);
    }

    /** Judges an answer, gives the slot back, and applies what the answer means for others. Never fails. */
    Uni<Conclusion> judge(Attempt attempt, DeliveryResult result) {
        long nowNanos = System.nanoTime();
        InflightMessage message = attempt.message();
        Verdict verdict = verdict(attempt, result);
        attempt.departure().over();
        attempt.limit()
                .release(
                        verdict.slowDown() ? InflightLimit.Signal.OVERLOADED : InflightLimit.Signal.ANSWERED,
                        attempt.beganNanos(),
                        nowNanos);
        Instant now = message.taken().at(nowNanos);
        Instant over = message.taken().at(attempt.beganNanos()).plus(times.longestRequest());
        return applied(attempt, result, verdict, now)
                .map(parks -> Conclusion.judged(message, verdict, now, over, parks));
    }

    /** A bug in counting or applying an answer must not keep the answer itself from the journal. */
    private Uni<Boolean> applied(Attempt attempt, DeliveryResult result, Verdict verdict, Instant now) {
        return Unis.recovered(
                Uni.createFrom().deferred(() -> {
                    meters.answered(attempt.sender().id(), attempt.message().entry(), verdict, now);
                    return consequences.apply(attempt, result, verdict, now);
                }),
                false,
                bug -> LOG.errorf(
                        bug, "answer not applied senderId=%s", attempt.sender().id()));
    }

    /** A bug in judging must keep neither the slot nor the message. Whether the API accepted it is then unknown. */
    private Verdict verdict(Attempt attempt, DeliveryResult result) {
        InflightMessage message = attempt.message();
        AttemptHistory history = new AttemptHistory(
                message.right().tries(),
                attempt.limit().throttles(),
                message.entry().fallbackTemplate().isPresent());
        try {
            return verdicts.verdict(result, history);
        } catch (RuntimeException bug) {
            LOG.errorf(
                    bug,
                    "answer could not be judged messageId=%s senderId=%s",
                    message.entry().id(),
                    attempt.sender().id());
            return verdicts.verdict(unknown(bug), history);
        }
    }

    /** Without the exception's words, which may hold what the message says. */
    private static DeliveryResult unknown(Throwable bug) {
        return new DeliveryResult.Unknown(bug.getClass().getSimpleName());
    }

    /**
     * Handles a bug of ours. A request that has left may have been accepted. One that has not left has broken its
     * worker; its message is not lost.
     */
    Uni<Conclusion> broken(Attempt attempt, Throwable bug) {
        if (attempt.departure().hasLeft()) {
            return judge(attempt, unknown(bug));
        }
        InflightMessage message = attempt.message();
        LOG.errorf(
                bug,
                "broke its worker messageId=%s senderId=%s",
                message.entry().id(),
                attempt.sender().id());
        attempt.departure().over();
        attempt.limit().giveBack(1);
        Conclusion conclusion = Conclusion.broke(message, bug, message.taken().at(System.nanoTime()));
        conclusion
                .outcome()
                .reason()
                .ifPresent(reason ->
                        meters.decided(attempt.sender().id(), message.entry().category(), reason));
        return Uni.createFrom().item(conclusion);
    }
}
