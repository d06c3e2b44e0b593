package io.estafet.directory;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Registers portfolios, numbers and templates. Changes happen one after the other. When the {@code Uni} ends, the
 * change is committed and usually in this replica's books; other replicas follow within a second.
 */
public interface Registry {

    /** @param messagingLimit people per moving 24 h, -1 for unlimited */
    Uni<Registration> putPortfolio(PortfolioId id, TenantId tenant, long messagingLimit);

    /**
     * Creates or changes a number.
     *
     * @param change gives the number as it shall be, from the number as it is now. It runs inside the transaction, so
     *     that two changes of different fields both hold. An exception that it throws fails the {@code Uni} and changes
     *     nothing
     */
    Uni<Registration> putSender(SenderId id, TenantId tenant, Function<Optional<SenderDraft>, SenderDraft> change);

    /**
     * A number of the tenant as registered, with its token if one of our keys decrypts it. Empty for another tenant's
     * number.
     */
    Uni<Optional<SenderDraft>> sender(SenderId id, TenantId tenant);

    /**
     * Creates or changes templates of one WhatsApp Business Account, all or none. A template that is given as paused
     * without an end keeps the known end of its pause, if that is still ahead. What is already beyond a bound may
     * change, but not grow.
     */
    Uni<Registration> putTemplates(String wabaId, TenantId tenant, List<TemplateDraft> templates);

    /** The same for those of the templates that are within the tenant's bounds; the others are left as they were. */
    Uni<Fitting> putFittingTemplates(String wabaId, TenantId tenant, List<TemplateDraft> templates);

    /** Deletes a template. Messages that wait for it are rejected. */
    Uni<Registration> deleteTemplate(TemplateKey key, TenantId tenant);

    /**
     * Records the status that WhatsApp reports for a template, whoever registered it and whichever numbers are in its
     * account. A pause that is reported without an end keeps its known end, if that is still ahead.
     */
    Uni<Registration> tellTemplate(TemplateKey key, TemplateStatus status, Optional<Instant> pausedUntil);

    /**
     * Records that WhatsApp refused the template: it becomes {@code PAUSED} for a while, or {@code DISABLED}. Answers
     * {@code NOT_FOUND} for a template that nobody registered. Answers {@code UNCHANGED} for a template that is
     * pending, rejected or disabled, and when the refused request began before the template's status was last reported,
     * or during its pause.
     *
     * @param sentFrom the portfolio of the refused message; its copy in Redis learns of the refusal, too, when its
     *     numbers have left the template's account since
     */
    Uni<Registration> refuseTemplate(
            PortfolioId sentFrom, TemplateKey key, TemplateStatus status, Feedback.Refusal refusal);

    /** One template as registered, with its components. */
    Uni<Optional<TemplateDraft>> template(TemplateKey key, TenantId tenant);

    /**
     * The account's templates by name and language, starting after the given name and language. A page has at most
     * {@code limit} templates and at most {@link #PAGE_BYTES} of components, but at least one template if there is any.
     */
    Uni<TemplatePage> templates(String wabaId, TenantId tenant, String afterName, String afterLanguage, int limit);

    /** The most bytes of components on a page: an answer takes a few times as much memory while it is written. */
    int PAGE_BYTES = 512 << 10;

    /** @param hasMore whether more templates follow */
    record TemplatePage(List<TemplateDraft> templates, boolean hasMore) {}

    /**
     * The result of the registration of several templates.
     *
     * @param registration the result of those within the bounds
     * @param refused the others, each with the bound that it exceeded
     */
    record Fitting(Registration registration, Map<TemplateKey, Registration> refused) {}
}
