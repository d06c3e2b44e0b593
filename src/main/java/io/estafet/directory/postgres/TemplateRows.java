package io.estafet.directory.postgres;

import io.estafet.directory.Feedback.Refusal;
import io.estafet.directory.Registration;
import io.estafet.directory.TemplateDraft;
import io.estafet.directory.postgres.RegistryRepository.Decision;
import io.estafet.directory.postgres.RegistryRepository.Turn;
import io.estafet.directory.postgres.TemplateAllowance.Usage;
import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Changes of templates, each within its turn. Templates belong to the tenant whose numbers use their account. */
final class TemplateRows {

    private static final String PORTFOLIO =
            "select portfolio from SenderRow where wabaId = :waba and tenant = :tenant order by id";

    /** Reads templates without their components, of which only the size matters. */
    private static final String KNOWN = "select name, language, tenant, status, pausedUntil, pauses, deleted, bytes"
            + " from TemplateRow where wabaId = :waba and name in (:names)";

    private static final String USAGE = "SELECT templates, bytes, deleted FROM template_usage WHERE tenant = :tenant";

    private static final String FORGET =
            "delete from TemplateRow where tenant = :tenant and deleted and statusAt < :deletedBefore";

    /** Far longer than a running replica, or Redis, can go without learning of a change. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private static final String CONCERNED = "SELECT portfolio FROM sender WHERE waba_id = :waba"
            + " UNION SELECT portfolio FROM left_account WHERE waba_id = :waba";

    private static final String SENT_FROM_LEFT_ACCOUNT = "INSERT INTO left_account (portfolio, waba_id)"
            + " SELECT p.id, cast(:waba AS text) FROM portfolio p WHERE p.id = :portfolio"
            + " AND NOT EXISTS (SELECT FROM sender WHERE portfolio = p.id AND waba_id = :waba) ON CONFLICT DO NOTHING";

    private final TenantBoundsConfig bounds;

    TemplateRows(TenantBoundsConfig bounds) {
        this.bounds = bounds;
    }

    /** Writes all of them or none. */
    Uni<Decision> put(Turn turn, String wabaId, TenantId tenant, List<TemplateDraft> drafts) {
        return put(
                turn,
                wabaId,
                tenant,
                drafts,
                allowance -> allowance.refused().values().stream().findFirst());
    }

    /** Writes those that are within the bounds. */
    Uni<Decision> putFitting(
            Turn turn,
            String wabaId,
            TenantId tenant,
            List<TemplateDraft> drafts,
            Map<TemplateKey, Registration> refused) {
        return put(turn, wabaId, tenant, drafts, allowance -> {
            refused.putAll(allowance.refused());
            return Optional.of(Registration.CHANGED)
                    .filter(done -> allowance.rows().isEmpty());
        });
    }

    /**
     * An account has numbers of one portfolio, and so of one tenant. Templates that are written over those of an
     * earlier holder, who has no number in the account any more, belong to the tenant from then on.
     *
     * @param verdict what is answered instead of writing the rows; empty to write them
     */
    private Uni<Decision> put(
            Turn turn,
            String wabaId,
            TenantId tenant,
            List<TemplateDraft> drafts,
            Function<TemplateAllowance, Optional<Registration>> verdict) {
        return portfolio(turn, wabaId, tenant.value())
                .chain(portfolio -> portfolio == null
                        ? Decision.refused(Registration.NOT_FOUND)
                        : known(turn, wabaId, drafts)
                                .chain(known -> usage(turn.session(), tenant)
                                        .map(usage -> allowance(turn, tenant, drafts, known, usage)))
                                .chain(allowance -> verdict.apply(allowance)
                                        .map(Decision::refused)
                                        .orElseGet(() -> write(turn, wabaId, allowance))));
    }

    private static Uni<Map<TemplateKey, KnownTemplate>> known(Turn turn, String wabaId, List<TemplateDraft> drafts) {
        List<String> names = drafts.stream()
                .map(draft -> draft.template().key().name())
                .distinct()
                .toList();
        return turn.session()
                .createQuery(KNOWN, KnownTemplate.class)
                .setParameter("waba", wabaId)
                .setParameter("names", names)
                .getResultList()
                .map(found -> found.stream()
                        .collect(Collectors.toMap(
                                one -> new TemplateKey(wabaId, one.name(), one.language()), one -> one)));
    }

    private static Uni<Usage> usage(StatelessSession session, TenantId tenant) {
        return session.createNativeQuery(USAGE, Object[].class)
                .setParameter("tenant", tenant.value())
                .getSingleResultOrNull()
                .map(row -> row == null ? new Usage(0, 0, 0) : new Usage((Long) row[0], (Long) row[1], (Long) row[2]));
    }

    private TemplateAllowance allowance(
            Turn turn,
            TenantId tenant,
            List<TemplateDraft> drafts,
            Map<TemplateKey, KnownTemplate> known,
            Usage usage) {
        TemplateAllowance allowance = new TemplateAllowance(bounds, usage);
        // Of two drafts of the same template the last one holds.
        Map<TemplateKey, TemplateDraft> distinct = new LinkedHashMap<>();
        drafts.forEach(draft -> distinct.put(draft.template().key(), draft));
        distinct.forEach((key, draft) -> {
            KnownTemplate old = known.get(key);
            allowance.ask(row(turn, tenant, draft, old), draft, old);
        });
        return allowance;
    }

    private static Uni<Decision> write(Turn turn, String wabaId, TemplateAllowance allowance) {
        return turn.session()
                .updateMultiple(allowance.changed())
                .chain(() -> turn.session().insertMultiple(allowance.fresh()))
                .chain(() -> decided(turn, wabaId, allowance.isAnyNew()));
    }

    /** Pauses are counted for as long as the template exists. A pause whose end is still ahead keeps that end. */
    private static TemplateRow row(Turn turn, TenantId tenant, TemplateDraft draft, @Nullable KnownTemplate old) {
        TemplateRow row = new TemplateRow();
        TemplateKey key = draft.template().key();
        row.wabaId = key.wabaId();
        row.name = key.name();
        row.language = key.language();
        row.tenant = tenant.value();
        row.category = (short) draft.template().category().rank();
        row.status = draft.template().status().name();
        row.statusAt = turn.now();
        row.pausedUntil = draft.template().pausedUntil().orElse(null);
        row.components = draft.components();
        row.version = turn.version();
        if (old != null && !old.deleted()) {
            row.pauses = old.pauses();
            row.pausedUntil = isPaused(row.status)
                    ? pauseEnd(row.pausedUntil, old.status(), old.pausedUntil(), turn.now())
                    : row.pausedUntil;
        }
        return row;
    }

    private static @Nullable Instant pauseEnd(
            @Nullable Instant said, String oldStatus, @Nullable Instant oldEnd, Instant now) {
        boolean goesOn = said == null && isPaused(oldStatus) && oldEnd != null && oldEnd.isAfter(now);
        return goesOn ? oldEnd : said;
    }

    private static boolean isPaused(String status) {
        return status.equals(TemplateStatus.PAUSED.name());
    }

    /**
     * Marks the row as deleted; from it the books and Redis learn of the deletion. Rows that were deleted long ago are
     * removed. At most as many deleted templates are remembered as the tenant may have templates.
     */
    Uni<Decision> delete(Turn turn, TemplateKey key, TenantId tenant) {
        return stored(
                turn,
                key,
                row -> !row.tenant.equals(tenant.value())
                        ? Decision.refused(Registration.NOT_FOUND)
                        : forget(turn, tenant)
                                .chain(() -> usage(turn.session(), tenant))
                                .chain(usage -> usage.deleted() >= bounds.maxTemplates()
                                        ? Decision.refused(Registration.TOO_MANY_DELETED_TEMPLATES)
                                        : delete(turn, row)));
    }

    private static Uni<Integer> forget(Turn turn, TenantId tenant) {
        return turn.session()
                .createMutationQuery(FORGET)
                .setParameter("tenant", tenant.value())
                .setParameter("deletedBefore", turn.now().minus(REMEMBERED))
                .executeUpdate();
    }

    private static Uni<Decision> delete(Turn turn, TemplateRow row) {
        row.deleted = true;
        row.components = new byte[0];
        row.pausedUntil = null;
        return changed(turn, row, TemplateStatus.REJECTED);
    }

    Uni<Decision> tell(Turn turn, TemplateKey key, TemplateStatus status, Optional<Instant> pausedUntil) {
        return stored(turn, key, row -> {
            row.pausedUntil = status == TemplateStatus.PAUSED
                    ? pauseEnd(pausedUntil.orElse(null), row.status, row.pausedUntil, turn.now())
                    : null;
            return changed(turn, row, status);
        });
    }

    Uni<Decision> refuse(Turn turn, PortfolioId sentFrom, TemplateKey key, TemplateStatus status, Refusal refusal) {
        return stored(
                turn,
                key,
                row -> isEcho(row, status, refusal.began())
                        ? Decision.refused(Registration.UNCHANGED)
                        : refuse(turn, sentFrom, row, status, refusal));
    }

    /**
     * Whether a refusal tells nothing new. It must not change a template that is pending, rejected or disabled, and
     * another pause must not give an end to a pause without one.
     */
    private static boolean isEcho(TemplateRow row, TemplateStatus said, Instant began) {
        return switch (TemplateStatus.valueOf(row.status)) {
            case APPROVED -> !began.isAfter(row.statusAt);
            case PAUSED ->
                said == TemplateStatus.PAUSED
                        ? row.pausedUntil == null || began.isBefore(row.pausedUntil)
                        : !began.isAfter(row.statusAt);
            case PENDING, REJECTED, DISABLED -> true;
        };
    }

    private static Uni<Decision> refuse(
            Turn turn, PortfolioId sentFrom, TemplateRow row, TemplateStatus status, Refusal refusal) {
        boolean pause = status == TemplateStatus.PAUSED;
        row.pausedUntil = pause ? turn.now().plus(refusal.backoff().after(row.pauses)) : null;
        row.pauses += pause ? 1 : 0;
        return turn.session()
                .createNativeQuery(SENT_FROM_LEFT_ACCOUNT)
                .setParameter("portfolio", sentFrom.value())
                .setParameter("waba", row.wabaId)
                .executeUpdate()
                .chain(() -> changed(turn, row, status));
    }

    private static Uni<Decision> changed(Turn turn, TemplateRow row, TemplateStatus status) {
        row.status = status.name();
        row.statusAt = turn.now();
        row.version = turn.version();
        return turn.session().update(row).chain(() -> decided(turn, row.wabaId, false));
    }

    /**
     * The templates of an account are projected for the portfolio of its numbers, and for the portfolios whose numbers
     * have left it.
     */
    private static Uni<Decision> decided(Turn turn, String wabaId, boolean isNew) {
        return turn.session()
                .createNativeQuery(CONCERNED, String.class)
                .setParameter("waba", wabaId)
                .getResultList()
                .map(ids ->
                        Decision.done(isNew, ids.stream().map(PortfolioId::new).toList()));
    }

    private static Uni<Decision> stored(Turn turn, TemplateKey key, Function<TemplateRow, Uni<Decision>> work) {
        return turn.session()
                .get(TemplateRow.class, new TemplateRow.Key(key.wabaId(), key.name(), key.language()))
                .chain(row -> row == null || row.deleted ? Decision.refused(Registration.NOT_FOUND) : work.apply(row));
    }

    private static Uni<String> portfolio(Turn turn, String wabaId, String tenant) {
        return turn.session()
                .createQuery(PORTFOLIO, String.class)
                .setParameter("waba", wabaId)
                .setParameter("tenant", tenant)
                .setMaxResults(1)
                .getSingleResultOrNull();
    }
}
