package io.estafet.directory.postgres;

import io.estafet.directory.Registration;
import io.estafet.directory.SenderDraft;
import io.estafet.directory.postgres.RegistryRepository.Decision;
import io.estafet.directory.postgres.RegistryRepository.Turn;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.reactive.Unis;
import io.estafet.sender.AccessToken;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Changes of numbers, each within its turn. */
final class SenderRows {

    /**
     * Why the number cannot be registered as wanted; null when it can. It asks the journal, not Redis, for open
     * messages, because the journal knows every one.
     *
     * <p>People are counted by ids of their portfolio. In another portfolio nobody would know to whom this number has
     * sent, and its daily limit, its pace and its pair rates would start anew. A late answer counts its person from the
     * time of the answer.
     */
    private static final String OBSTACLE = """
            WITH moved AS (SELECT portfolio FROM sender WHERE id = :id AND portfolio <> :portfolio)
            SELECT CASE
              WHEN NOT EXISTS (SELECT FROM portfolio WHERE id = :portfolio AND tenant = :tenant)
                THEN 'PORTFOLIO_UNKNOWN'
              WHEN EXISTS (SELECT FROM sender WHERE waba_id = :waba AND id <> :id AND portfolio <> :portfolio)
                THEN 'ACCOUNT_ELSEWHERE'
              WHEN EXISTS (SELECT FROM message
                            WHERE portfolio = (SELECT portfolio FROM moved) AND sender = :id AND open)
                THEN 'MESSAGES_QUEUED'
              WHEN EXISTS (SELECT FROM message
                            WHERE portfolio = (SELECT portfolio FROM moved) AND sender = :id
                              AND (attempt_at >= now() - interval '24 hours'
                                   OR counted_at >= now() - interval '24 hours'))
                THEN 'SENT_LATELY'
            END""";

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
        return turn.session().get(SenderRow.class, id.value()).chain(old -> {
            if (old != null && !old.tenant.equals(tenant.value())) {
                return Decision.refused(Registration.NOT_FOUND);
            }
            Optional<SenderDraft> before = Optional.ofNullable(old).map(row -> draft(row, Optional.empty()));
            return put(turn, id, tenant, old, change.apply(before));
        });
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
            return Decision.refused(Registration.TOKEN_MISSING);
        }
        SenderRow row = row(id, tenant, draft, token.get());
        row.version = turn.version();
        return turn.session()
                .createNativeQuery(OBSTACLE, String.class)
                .setParameter("id", row.id)
                .setParameter("tenant", row.tenant)
                .setParameter("portfolio", row.portfolio)
                .setParameter("waba", row.wabaId)
                .getSingleResult()
                .chain(obstacle ->
                        obstacle == null ? write(turn, old, row) : Decision.refused(Registration.valueOf(obstacle)));
    }

    private Uni<Decision> write(Turn turn, @Nullable SenderRow old, SenderRow row) {
        Decision done = Decision.done(old == null, List.of(new PortfolioId(row.portfolio)));
        if (old != null) {
            return turn.session()
                    .update(row)
                    .chain(() -> leaveAccount(turn, old, row))
                    .replaceWith(done);
        }
        return turn.count(OWNED, row.tenant)
                .chain(owned -> owned < bounds.maxSenders()
                        ? turn.session().insert(row).replaceWith(done)
                        : Decision.refused(Registration.TOO_MANY_SENDERS));
    }

    /**
     * Messages that were accepted under the account that the number leaves are still judged by that account's
     * templates.
     */
    private static Uni<Void> leaveAccount(Turn turn, SenderRow old, SenderRow row) {
        return old.wabaId.equals(row.wabaId) && old.portfolio.equals(row.portfolio)
                ? Unis.done()
                : turn.session()
                        .createNativeQuery(LEAVE_ACCOUNT)
                        .setParameter("portfolio", old.portfolio)
                        .setParameter("waba", old.wabaId)
                        .executeUpdate()
                        .replaceWithVoid();
    }

    private static SenderDraft draft(SenderRow row, Optional<AccessToken> token) {
        return new SenderDraft(
                new PortfolioId(row.portfolio),
                row.wabaId,
                row.displayPhoneNumber,
                SenderRow.url(row.baseUrl),
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
