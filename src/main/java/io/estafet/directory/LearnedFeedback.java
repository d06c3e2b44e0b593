package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.reactive.Unis;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Records what WhatsApp's refusals say about templates and people. */
@Singleton
final class LearnedFeedback implements Feedback {

    private final TemplateBook templates;
    private final Registry registry;
    private final Consents consents;
    private final Suppressions suppressions;
    private final Projector projector;
    /**
     * When WhatsApp pauses a template, hundreds of requests under way are refused. One turn of the registry is enough
     * for all.
     */
    private final Map<Refused, Uni<Boolean>> underWay = new ConcurrentHashMap<>();

    LearnedFeedback(
            TemplateBook templates,
            Registry registry,
            Consents consents,
            Suppressions suppressions,
            Projector projector) {
        this.templates = templates;
        this.registry = registry;
        this.consents = consents;
        this.suppressions = suppressions;
        this.projector = projector;
    }

    @Override
    public Uni<Boolean> templateRefused(PortfolioId sentFrom, String template, Refusal refusal) {
        TemplateKey key = TemplateKey.parse(template);
        Optional<TemplateStatus> status = status(refusal.reason());
        if (status.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        boolean isKnown = templates
                .find(key)
                .filter(book -> book.isPausedAt(refusal.began()))
                .isPresent();
        // A refusal as disabled is still passed to the registry; a refusal as paused is known already.
        return isKnown && status.get() == TemplateStatus.PAUSED
                ? Uni.createFrom().item(true)
                : once(new Refused(sentFrom, key, status.get()), refusal);
    }

    private Uni<Boolean> once(Refused refused, Refusal refusal) {
        return underWay.computeIfAbsent(
                refused,
                one -> registry.refuseTemplate(one.sentFrom(), one.key(), one.status(), refusal)
                        .map(done -> done != Registration.NOT_FOUND)
                        .onTermination()
                        .invoke(() -> underWay.remove(one))
                        .memoize()
                        .indefinitely());
    }

    @Override
    public Uni<Void> personRefused(PortfolioId portfolio, PersonId person, Refusal refusal) {
        if (refusal.reason() == Reason.OPTED_OUT) {
            // The person had stopped by the time the request began; a resume since then is newer.
            return consents.whatsAppStop(portfolio, person, refusal.began());
        }
        return Suppression.of(refusal.reason())
                .map(kind -> suppressions.refused(
                        portfolio, person, kind, refusal.backoff(), refusal.began(), refusal.now()))
                .orElseGet(() -> Uni.createFrom().item(Optional.<PendingProjection>empty()))
                .chain(change -> change.map(projector::project).orElseGet(Unis::done));
    }

    private record Refused(PortfolioId sentFrom, TemplateKey key, TemplateStatus status) {}

    private static Optional<TemplateStatus> status(Reason reason) {
        return switch (reason) {
            case TEMPLATE_PAUSED -> Optional.of(TemplateStatus.PAUSED);
            case TEMPLATE_DISABLED -> Optional.of(TemplateStatus.DISABLED);
            default -> Optional.empty();
        };
    }
}
