package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.TenantId;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what WhatsApp's refusals say about templates and people. */
@Singleton
final class LearnedFeedback implements Feedback {

    private final SenderBook book;
    private final Registry registry;
    private final Consents consents;

    LearnedFeedback(SenderBook book, Registry registry, Consents consents) {
        this.book = book;
        this.registry = registry;
        this.consents = consents;
    }

    @Override
    public Uni<Void> templateRefused(String template, Reason reason) {
        TemplateKey key = TemplateKey.parse(template);
        Optional<TenantId> tenant = book.senders().stream()
                .filter(sender -> sender.wabaId().equals(key.wabaId()))
                .map(Sender::tenant)
                .findFirst();
        Optional<TemplateStatus> status = status(reason);
        if (tenant.isEmpty() || status.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return registry.template(key, tenant.get())
                .chain(draft -> draft.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : change(draft.get(), tenant.get(), status.get()));
    }

    @Override
    public Uni<Void> personRefused(PortfolioId portfolio, PersonId person, Reason reason, Instant at) {
        return reason == Reason.OPTED_OUT
                ? consents.whatsAppStop(portfolio, person, at)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> change(TemplateDraft draft, TenantId tenant, TemplateStatus status) {
        if (draft.template().status() == status) {
            return Uni.createFrom().voidItem();
        }
        Template template =
                new Template(draft.template().key(), draft.template().category(), status);
        TemplateDraft changed = new TemplateDraft(template, draft.components());
        return registry.putTemplates(draft.template().key().wabaId(), tenant, List.of(changed))
                .replaceWithVoid();
    }

    private static Optional<TemplateStatus> status(Reason reason) {
        return switch (reason) {
            case TEMPLATE_PAUSED -> Optional.of(TemplateStatus.PAUSED);
            case TEMPLATE_DISABLED -> Optional.of(TemplateStatus.DISABLED);
            default -> Optional.empty();
        };
    }
}
