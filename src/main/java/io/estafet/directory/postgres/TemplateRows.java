package io.estafet.directory.postgres;

import io.estafet.directory.Feedback.Refusal;
import io.estafet.directory.Registration;
import io.estafet.directory.TemplateDraft;
import io.estafet.directory.postgres.RegistryRepository.Decision;
import io.estafet.directory.postgres.RegistryRepository.Turn;
import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Reads and changes of templates. They belong to the tenant whose numbers use their account. */
final class TemplateRows {

    private static final String PORTFOLIO =
            "select portfolio from SenderRow where wabaId = :waba and tenant = :tenant order by id";

    private static final String LIST = "from TemplateRow where wabaId = :waba and tenant = :tenant"
            + " and (name > :name or (name = :name and language > :language)) order by name, language";

    private TemplateRows() {}

    static Uni<Decision> put(Turn turn, String wabaId, TenantId tenant, List<TemplateDraft> drafts) {
        return portfolio(turn, wabaId, tenant.value())
                .chain(portfolio -> portfolio == null
                        ? Uni.createFrom().item(Decision.refused(Registration.NOT_FOUND))
                        : put(turn, new PortfolioId(portfolio), rows(turn, tenant, drafts), wabaId));
    }

    private static Uni<Decision> put(Turn turn, PortfolioId portfolio, List<TemplateRow> rows, String wabaId) {
        return turn.session()
                .createQuery("from TemplateRow where wabaId = :waba", TemplateRow.class)
                .setParameter("waba", wabaId)
                .getResultList()
                .map(old -> old.stream().collect(Collectors.toMap(TemplateRows::key, Function.identity())))
                .chain(old -> write(turn, portfolio, rows, old));
    }

    private static Uni<Decision> write(
            Turn turn, PortfolioId portfolio, List<TemplateRow> rows, Map<TemplateRow.Key, TemplateRow> old) {
        Map<Boolean, List<TemplateRow>> known =
                rows.stream().collect(Collectors.partitioningBy(row -> old.containsKey(key(row))));
        List<TemplateRow> changed = known.getOrDefault(true, List.of());
        List<TemplateRow> fresh = known.getOrDefault(false, List.of());
        if (changed.stream().anyMatch(row -> isForeign(row, old))) {
            return Uni.createFrom().item(Decision.refused(Registration.NOT_FOUND));
        }
        changed.forEach(row -> remember(row, old.get(key(row)), turn.now()));
        return turn.session()
                .updateMultiple(changed)
                .chain(() -> turn.session().insertMultiple(fresh))
                .replaceWith(Decision.done(!fresh.isEmpty(), portfolio));
    }

    private static boolean isForeign(TemplateRow row, Map<TemplateRow.Key, TemplateRow> old) {
        TemplateRow owned = old.get(key(row));
        return owned != null && !owned.tenant.equals(row.tenant);
    }

    /** Pauses are counted for as long as the template lives; one whose end is still ahead keeps it. */
    private static void remember(TemplateRow row, @Nullable TemplateRow old, Instant now) {
        if (old != null) {
            row.pauses = old.pauses;
            boolean goesOn = isPaused(row) && isPaused(old) && row.pausedUntil == null;
            row.pausedUntil = goesOn && old.pausedUntil != null && old.pausedUntil.isAfter(now)
                    ? old.pausedUntil
                    : row.pausedUntil;
        }
    }

    private static boolean isPaused(TemplateRow row) {
        return row.status.equals(TemplateStatus.PAUSED.name());
    }

    /** The portfolio of the decision is that of the account's numbers, in which Redis knows the template. */
    static Uni<Decision> refuse(Turn turn, TemplateKey key, TemplateStatus status, Refusal refusal) {
        return turn.session()
                .get(TemplateRow.class, new TemplateRow.Key(key.wabaId(), key.name(), key.language()))
                .chain(row -> row == null || isEcho(row, status, refusal.began())
                        ? Uni.createFrom().item(Decision.refused(Registration.NOT_FOUND))
                        : refuse(turn, row, status, refusal));
    }

    /** What is rejected or disabled is not made better by a refusal; a pause without an end, not by another pause. */
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

    private static Uni<Decision> refuse(Turn turn, TemplateRow row, TemplateStatus status, Refusal refusal) {
        boolean pause = status == TemplateStatus.PAUSED;
        row.status = status.name();
        row.statusAt = turn.now();
        row.pausedUntil = pause ? turn.now().plus(refusal.backoff().after(row.pauses)) : null;
        row.pauses += pause ? 1 : 0;
        row.version = turn.version();
        return turn.session()
                .update(row)
                .chain(() -> portfolio(turn, row.wabaId, row.tenant))
                .map(portfolio -> Decision.done(false, new PortfolioId(portfolio)));
    }

    private static Uni<String> portfolio(Turn turn, String wabaId, String tenant) {
        return turn.session()
                .createQuery(PORTFOLIO, String.class)
                .setParameter("waba", wabaId)
                .setParameter("tenant", tenant)
                .setMaxResults(1)
                .getSingleResultOrNull();
    }

    static Uni<Optional<TemplateDraft>> find(StatelessSession session, TemplateKey key, TenantId tenant) {
        return session.get(TemplateRow.class, new TemplateRow.Key(key.wabaId(), key.name(), key.language()))
                .map(row -> Optional.ofNullable(row)
                        .filter(found -> found.tenant.equals(tenant.value()))
                        .map(TemplateRows::draft));
    }

    static Uni<List<TemplateDraft>> list(
            StatelessSession session, String wabaId, TenantId tenant, String name, String language, int limit) {
        return session.createQuery(LIST, TemplateRow.class)
                .setParameter("waba", wabaId)
                .setParameter("tenant", tenant.value())
                .setParameter("name", name)
                .setParameter("language", language)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(TemplateRows::draft).toList());
    }

    private static TemplateRow.Key key(TemplateRow row) {
        return new TemplateRow.Key(row.wabaId, row.name, row.language);
    }

    private static TemplateDraft draft(TemplateRow row) {
        return new TemplateDraft(BookReader.template(row), row.components);
    }

    private static List<TemplateRow> rows(Turn turn, TenantId tenant, List<TemplateDraft> drafts) {
        return drafts.stream().map(draft -> row(turn, tenant, draft)).toList();
    }

    private static TemplateRow row(Turn turn, TenantId tenant, TemplateDraft draft) {
        TemplateRow row = new TemplateRow();
        row.wabaId = draft.template().key().wabaId();
        row.name = draft.template().key().name();
        row.language = draft.template().key().language();
        row.tenant = tenant.value();
        row.category = (short) draft.template().category().rank();
        row.status = draft.template().status().name();
        row.components = draft.components();
        row.statusAt = turn.now();
        row.pausedUntil = draft.template().pausedUntil().orElse(null);
        row.version = turn.version();
        return row;
    }
}
