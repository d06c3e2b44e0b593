package io.estafet.dispatch;

import io.estafet.consequence.VerdictConsequences;
import io.estafet.consequence.VerdictConsequences.Cause;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.Verdict;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.recipient.Address;
import io.estafet.sender.Sender;
import io.estafet.template.TemplateKey;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** What the answers to one number's requests change beyond their own messages. */
final class AnswerConsequences {

    private static final Logger LOG = Logger.getLogger(AnswerConsequences.class);

    /** The longest that a record waits for its consequences: it must be written within its message's lease. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final VerdictConsequences consequences;
    private final SenderId id;
    private final Consumer<Runnable> onLoop;

    /** @param onLoop runs on the loop's context */
    AnswerConsequences(VerdictConsequences consequences, SenderId id, Consumer<Runnable> onLoop) {
        this.consequences = consequences;
        this.id = id;
        this.onLoop = onLoop;
    }

    /**
     * An attempt that has ended.
     *
     * @param sender the number as it was when the request began
     * @param portfolio the message's portfolio
     */
    record Ended(
            Sender sender,
            PortfolioId portfolio,
            InflightMessage message,
            DeliveryResult result,
            Verdict verdict,
            Instant began,
            Instant now) {

        /**
         * The template in the account under which it was sent. The number may have joined that account after the
         * message was accepted.
         */
        Optional<String> template() {
            return message.entry()
                    .template()
                    .map(TemplateKey::parse)
                    .map(key -> new TemplateKey(sender.wabaId(), key.name(), key.language()).text());
        }

        private boolean isPausedTemplate() {
            return verdict.reason().filter(Reason.TEMPLATE_PAUSED::equals).isPresent();
        }

        private boolean isOfItsAccount() {
            return template().equals(message.entry().template());
        }
    }

    /**
     * Applies what an attempt changes for others. The attempt's record does not wait for that, except when the
     * message's template is paused: that message would go again at once if Redis did not know of the pause yet.
     *
     * @param then is told, on the loop's context, whether the queue knows until when the message's template is paused
     */
    void learn(Ended ended, Consumer<Boolean> then) {
        boolean waits = ended.isPausedTemplate();
        if (!waits) {
            then.accept(false);
        }
        Uni.createFrom()
                .deferred(() -> consequences.apply(cause(ended)))
                .call(() -> named(ended))
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .onFailure()
                .invoke(failure -> LOG.errorf(failure, "consequences senderId=%s", id))
                .onFailure()
                .recoverWithItem(false)
                .subscribe()
                .with(known -> {
                    if (waits) {
                        onLoop.accept(() -> then.accept(known && ended.isOfItsAccount()));
                    }
                });
    }

    private static Cause cause(Ended ended) {
        return new Cause(
                ended.sender(),
                ended.portfolio(),
                ended.message().entry().person(),
                ended.template(),
                ended.verdict(),
                ended.began(),
                ended.now());
    }

    /** A message whose address cannot be read adds no name. */
    private Uni<Void> named(Ended ended) {
        return ended.result() instanceof DeliveryResult.Sent sent && sent.waId().isPresent()
                ? consequences.named(
                        ended.portfolio(),
                        id,
                        ended.message().entry().person(),
                        Address.parse(ended.message().right().address()),
                        sent.waId().get())
                : Uni.createFrom().voidItem();
    }
}
