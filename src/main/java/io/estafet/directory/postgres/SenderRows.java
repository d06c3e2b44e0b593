package io.estafet.directory.postgres;

import io.estafet.directory.Registration;
import io.estafet.directory.SenderDraft;
import io.estafet.directory.postgres.RegistryRepository.Decision;
import io.estafet.directory.postgres.RegistryRepository.Turn;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.sender.AccessToken;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Changes of numbers, each within its turn. */
final class SenderRows {

    private static final String OPEN_MESSAGES =
            "SELECT count(*) FROM (SELECT 1 FROM message WHERE portfolio = :portfolio AND sender = :sender AND open"
                    + " LIMIT 1) AS waiting";

    /**
     * People are counted by ids of their portfolio. In another portfolio nobody would know to whom this number has
     * sent, and its daily limit, its pace and its pair rates would start anew. A late answer counts its person from the
     * time of the answer.
     */
    private static final String LATE_ATTEMPTS =
            "SELECT count(*) FROM (SELECT 1 FROM message WHERE portfolio = :portfolio AND sender = :sender"
                    + " AND (attempt_at >= now() - interval '24 hours' OR counted_at >= now() - interval '24 hours')"
                    + " LIMIT 1) AS sent";

    private static final String ELSEWHERE =
            "select count(*) from SenderRow where wabaId = :waba and id <> :id and portfolio <> :portfolio";

    private static final String OWNED = "select count(*) from SenderRow where tenant = :tenant";
    private static final String LEAVE_ACCOUNT = "INSERT INTO left_account (portfolio, waba_id)"
            + " SELECT cast(:portfolio AS text), cast(:waba AS text)"
            + " WHERE EXISTS (SELECT FROM template WHERE waba_id = :waba) ON CONFLICT DO NOTHING";

    private final SecretKeys secrets;
    private final TenantBoundsConfig bounds;

    SenderRows(SecretKeys secrets, TenantBoundsConfig bounds) {
        this.secrets = secrets;
        this.bounds = bounds;
    }

    Uni<Decision> put(Turn turn, SenderId id, TenantId tenant, Function<Optional<SenderDraft>, SenderDraft> change) {
        return turn.session()
                .get(SenderRow.class, id.value())
                .chain(old -> old != null && !old.tenant.equals(tenant.value())
                        ? refused(Registration.NOT_FOUND)
                        : put(
                                turn,
                                id,
                                tenant,
                                old,
                                change.apply(Optional.ofNullable(old).map(row -> draft(row, Optional.empty())))));
    }

    Uni<Optional<SenderDraft>> find(StatelessSession session, SenderId id, TenantId tenant) {
        return session.get(SenderRow.class, id.value())
                .map(row -> Optional.ofNullable(row)
                        .filter(found -> found.tenant.equals(tenant.value()))
                        .map(found -> draft(found, token(found))));
    }

    private Optional<AccessToken> token(SenderRow row) {
        try {
            return secrets.open(row.id, row.token).map(AccessToken::new);
        } catch (IllegalArgumentException noToken) {
            return Optional.empty();
        }
    }

    private Uni<Decision> put(Turn turn, SenderId id, TenantId tenant, @Nullable SenderRow old, SenderDraft draft) {
        Optional<byte[]> token = draft.accessToken()
                .map(fresh -> secrets.seal(id.value(), fresh.value()))
                .or(() -> Optional.ofNullable(old).map(row -> row.token));
        if (token.isEmpty()) {
            return refused(Registration.TOKEN_MISSING);
        }
        SenderRow row = row(id, tenant, draft, token.get());
        row.version = turn.version();
        return obstacle(turn, old, row)
                .chain(obstacle -> obstacle.map(SenderRows::refused).orElseGet(() -> write(turn, old, row)));
    }

    private static Uni<Optional<Registration>> obstacle(Turn turn, @Nullable SenderRow old, SenderRow row) {
        return turn.session()
                .get(PortfolioRow.class, row.portfolio)
                .chain(portfolio -> portfolio == null || !portfolio.tenant.equals(row.tenant)
                        ? Uni.createFrom().item(Optional.of(Registration.PORTFOLIO_UNKNOWN))
                        : elsewhere(turn, old, row));
    }

    private static Uni<Optional<Registration>> elsewhere(Turn turn, @Nullable SenderRow old, SenderRow row) {
        return turn.session()
                .createQuery(ELSEWHERE, Long.class)
                .setParameter("waba", row.wabaId)
                .setParameter("id", row.id)
                .setParameter("portfolio", row.portfolio)
                .getSingleResult()
                .chain(count -> count > 0
                        ? Uni.createFrom().item(Optional.of(Registration.ACCOUNT_ELSEWHERE))
                        : queued(turn, old, row));
    }

    /** This asks the journal, not Redis, because the journal knows every open message. */
    private static Uni<Optional<Registration>> queued(Turn turn, @Nullable SenderRow old, SenderRow row) {
        if (old == null || old.portfolio.equals(row.portfolio)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return hasAny(turn, OPEN_MESSAGES, old)
                .chain(open -> open
                        ? Uni.createFrom().item(Optional.of(Registration.MESSAGES_QUEUED))
                        : hasAny(turn, LATE_ATTEMPTS, old)
                                .map(sent -> sent ? Optional.of(Registration.SENT_LATELY) : Optional.empty()));
    }

    private static Uni<Boolean> hasAny(Turn turn, String query, SenderRow old) {
        return turn.session()
                .createNativeQuery(query, Long.class)
                .setParameter("portfolio", old.portfolio)
                .setParameter("sender", old.id)
                .getSingleResult()
                .map(count -> count > 0);
    }

    private Uni<Decision> write(Turn turn, @Nullable SenderRow old, SenderRow row) {
        Decision done = Decision.done(old == null, new PortfolioId(row.portfolio));
        if (old != null) {
            return turn.session()
                    .update(row)
                    .chain(() -> leaveAccount(turn, old, row))
                    .replaceWith(done);
        }
        return turn.count(OWNED, row.tenant)
                .chain(owned -> owned < bounds.maxSenders()
                        ? turn.session().insert(row).replaceWith(done)
                        : refused(Registration.TOO_MANY_SENDERS));
    }

    /**
     * Messages that were accepted under the account that the number leaves are still judged by that account's
     * templates.
     */
    private static Uni<Void> leaveAccount(Turn turn, SenderRow old, SenderRow row) {
        return old.wabaId.equals(row.wabaId) && old.portfolio.equals(row.portfolio)
                ? Uni.createFrom().voidItem()
                : turn.session()
                        .createNativeQuery(LEAVE_ACCOUNT)
                        .setParameter("portfolio", old.portfolio)
                        .setParameter("waba", old.wabaId)
                        .executeUpdate()
                        .replaceWithVoid();
    }

    private static Uni<Decision> refused(Registration why) {
        return Uni.createFrom().item(Decision.refused(why));
    }

    private static SenderDraft draft(SenderRow row, Optional<AccessToken> token) {
        return new SenderDraft(
                new PortfolioId(row.portfolio),
                row.wabaId,
                row.displayPhoneNumber,
                row.url(),
                token,
                row.throughput,
                Optional.ofNullable(row.dailyLimit),
                row.paused,
                row.webhooks);
    }

    private static SenderRow row(SenderId id, TenantId tenant, SenderDraft draft, byte[] token) {
        SenderRow row = new SenderRow();
        row.id = id.value();
        row.tenant = tenant.value();
        row.portfolio = draft.portfolio().value();
        row.wabaId = draft.wabaId();
        row.displayPhoneNumber = draft.displayPhoneNumber();
        row.baseUrl = draft.baseUrl().toString();
        row.token = token;
        row.throughput = draft.throughput();
        row.dailyLimit = draft.dailyLimit().orElse(null);
        row.paused = draft.paused();
        row.webhooks = draft.webhooks();
        return row;
    }
}
