package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what WhatsApp's refusals say about templates and people. */
@Singleton
final class LearnedFeedback implements Feedback {

    private final TemplateBook templates;
    private final Registry registry;
    private final Consents consents;
    private final Suppressions suppressions;
    private final Projector projector;
    /** When WhatsApp pauses a template, hundreds of requests under way say so: one turn of the registry is enough. */
    private final Map<Refused, Uni<Void>> underWay = new ConcurrentHashMap<>();

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
    public Uni<Void> templateRefused(String template, Refusal refusal) {
        TemplateKey key = TemplateKey.parse(template);
        Optional<TemplateStatus> status = status(refusal.reason());
        boolean isKnown = templates
                .find(key)
                .filter(book -> book.isPausedAt(refusal.began()))
                .isPresent();
        // A disabled one is told once more; a paused one is known to be.
        return status.isEmpty() || (isKnown && status.get() == TemplateStatus.PAUSED)
                ? Uni.createFrom().voidItem()
                : once(key, status.get(), refusal);
    }

    private Uni<Void> once(TemplateKey key, TemplateStatus status, Refusal refusal) {
        return underWay.computeIfAbsent(
                new Refused(key, status),
                refused -> registry.refuseTemplate(key, status, refusal)
                        .onTermination()
                        .invoke(() -> underWay.remove(refused))
                        .memoize()
                        .indefinitely());
    }

    @Override
    public Uni<Void> personRefused(PortfolioId portfolio, PersonId person, Refusal refusal) {
        if (refusal.reason() == Reason.OPTED_OUT) {
            // They had stopped by then; a resume since is newer.
            return consents.whatsAppStop(portfolio, person, refusal.began());
        }
        return Suppression.of(refusal.reason())
                .map(kind -> suppressions.refused(
                        portfolio, person, kind, refusal.backoff(), refusal.began(), refusal.now()))
                .orElseGet(() -> Uni.createFrom().item(Optional.<Debt>empty()))
                .chain(debt -> debt.map(projector::pay)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private record Refused(TemplateKey key, TemplateStatus status) {}

    private static Optional<TemplateStatus> status(Reason reason) {
        return switch (reason) {
            case TEMPLATE_PAUSED -> Optional.of(TemplateStatus.PAUSED);
            case TEMPLATE_DISABLED -> Optional.of(TemplateStatus.DISABLED);
            default -> Optional.empty();
        };
    }
}
