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
 * Registers portfolios, numbers and templates. Changes happen one after the other; when the {@code Uni} ends, the
 * change is committed and this replica's books have it, others follow within a second.
 */
public interface Registry {

    /** @param messagingLimit people per moving 24 h, -1 for unlimited */
    Uni<Registration> putPortfolio(PortfolioId id, TenantId tenant, long messagingLimit);

    /**
     * Makes or changes a number.
     *
     * @param change what it shall be, given what it is now; runs inside the transaction, so that two changes of
     *     different fields both hold; what it throws fails the {@code Uni} and changes nothing
     */
    Uni<Registration> putSender(SenderId id, TenantId tenant, Function<Optional<SenderDraft>, SenderDraft> change);

    /** A number of the tenant as registered, with its token if one of our keys opens it; empty for another's. */
    Uni<Optional<SenderDraft>> sender(SenderId id, TenantId tenant);

    /**
     * Makes or changes templates of one WhatsApp Business Account, all or none. A template that is said to be paused
     * without an end keeps the end of its pause, if it has one ahead. What is already beyond a bound may change, but
     * not grow.
     */
    Uni<Registration> putTemplates(String wabaId, TenantId tenant, List<TemplateDraft> templates);

    /** The same for those of the templates that are within the tenant's bounds; the others are left as they were. */
    Uni<Fitting> putFittingTemplates(String wabaId, TenantId tenant, List<TemplateDraft> templates);

    /** Messages that wait for the template are rejected. */
    Uni<Registration> deleteTemplate(TemplateKey key, TenantId tenant);

    /**
     * WhatsApp says how a template stands, whoever registered it and whichever numbers are in its account. A pause that
     * is told without an end keeps the end that it has, if that is ahead.
     */
    Uni<Registration> tellTemplate(TemplateKey key, TemplateStatus status, Optional<Instant> pausedUntil);

    /**
     * WhatsApp refused the template: it is {@code PAUSED} for a while, or {@code DISABLED}. Answers {@code NOT_FOUND}
     * for a template that nobody registered, and {@code UNCHANGED} when the refused request began before the template
     * was last said to be as it is, or during its pause.
     *
     * @param sentFrom the portfolio of the refused message; its Redis learns it, too, when its numbers have left the
     *     template's account since
     */
    Uni<Registration> refuseTemplate(
            PortfolioId sentFrom, TemplateKey key, TemplateStatus status, Feedback.Refusal refusal);

    /** One template as registered, with its components. */
    Uni<Optional<TemplateDraft>> template(TemplateKey key, TenantId tenant);

    /**
     * The account's templates by name and language, starting after the given name and language: as many as there are,
     * at most {@code limit}, and no more than make a page of {@link #PAGE_BYTES}, but at least one.
     */
    Uni<TemplatePage> templates(String wabaId, TenantId tenant, String afterName, String afterLanguage, int limit);

    /** So many bytes of components end a page: an answer is a few times as large in memory while it is written. */
    int PAGE_BYTES = 512 << 10;

    /** @param hasMore whether others follow */
    record TemplatePage(List<TemplateDraft> templates, boolean hasMore) {}

    /**
     * What became of several templates.
     *
     * @param registration of those within the bounds
     * @param refused the others, each with the bound that it met
     */
    record Fitting(Registration registration, Map<TemplateKey, Registration> refused) {}
}
