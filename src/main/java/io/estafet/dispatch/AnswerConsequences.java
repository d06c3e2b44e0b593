package io.estafet.dispatch;

import io.estafet.consequence.VerdictConsequences;
import io.estafet.consequence.VerdictConsequences.Cause;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.Verdict;
import io.estafet.message.Reason;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.estafet.template.TemplateKey;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What the answers to requests change beyond their own messages. */
@Singleton
record AnswerConsequences(VerdictConsequences consequences) {

    private static final Logger LOG = Logger.getLogger(AnswerConsequences.class);

    /** The longest that a record waits for its consequences: it must be written within its message's lease. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * Applies what an answer changes for others. The attempt's record does not wait for that, except when the message's
     * template is paused: that message would go again at once if Redis did not know of the pause yet.
     *
     * @return whether the queue knows until when the message's template is paused; never fails
     */
    Uni<Boolean> apply(Attempt attempt, DeliveryResult result, Verdict verdict, Instant now) {
        if (result instanceof DeliveryResult.Sent sent) {
            sent.waId().ifPresent(waId -> nameWaId(attempt, waId));
        }
        return verdict.concernsOthers()
                ? applyToOthers(attempt, verdict, now)
                : Uni.createFrom().item(false);
    }

    private Uni<Boolean> applyToOthers(Attempt attempt, Verdict verdict, Instant now) {
        Uni<Boolean> applied = Unis.recovered(
                Uni.createFrom().deferred(() -> apply(attempt, verdict, now)),
                false,
                failure -> failed(attempt, failure));
        if (verdict.reason().filter(Reason.TEMPLATE_PAUSED::equals).isPresent()) {
            return applied.ifNoItem().after(PATIENCE).recoverWithItem(false);
        }
        applied.subscribe().with(ignored -> {});
        return Uni.createFrom().item(false);
    }

    private Uni<Boolean> apply(Attempt attempt, Verdict verdict, Instant now) {
        Optional<String> template = template(attempt);
        boolean isOfItsAccount = template.equals(attempt.message().entry().template());
        return consequences.apply(cause(attempt, template, verdict, now)).map(known -> known && isOfItsAccount);
    }

    /**
     * The template in the account under which it was sent. The number may have joined that account after the message
     * was accepted.
     */
    private static Optional<String> template(Attempt attempt) {
        return attempt.message()
                .entry()
                .template()
                .map(TemplateKey::parse)
                .map(key -> new TemplateKey(attempt.sender().wabaId(), key.name(), key.language()).text());
    }

    private static Cause cause(Attempt attempt, Optional<String> template, Verdict verdict, Instant now) {
        InflightMessage message = attempt.message();
        return new Cause(
                attempt.sender(),
                message.portfolio(),
                message.entry().person(),
                template,
                verdict,
                message.taken().at(attempt.beganNanos()),
                now);
    }

    /** A message whose address cannot be read adds no name. */
    private void nameWaId(Attempt attempt, String waId) {
        InflightMessage message = attempt.message();
        Unis.recovered(
                        Uni.createFrom()
                                .deferred(() -> consequences.named(
                                        message.portfolio(),
                                        attempt.sender().id(),
                                        message.entry().person(),
                                        Address.parse(message.right().address()),
                                        waId)),
                        failure -> failed(attempt, failure))
                .subscribe()
                .with(done -> {});
    }

    private static void failed(Attempt attempt, Throwable failure) {
        LOG.errorf(failure, "consequences senderId=%s", attempt.sender().id());
    }
}
