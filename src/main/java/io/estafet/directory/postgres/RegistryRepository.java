package io.estafet.directory.postgres;

import io.estafet.directory.DirectoryBook;
import io.estafet.directory.Feedback;
import io.estafet.directory.PendingProjection;
import io.estafet.directory.Projector;
import io.estafet.directory.Registration;
import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.directory.TemplateDraft;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.postgres.Sessions;
import io.estafet.reactive.Unis;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.hibernate.reactive.mutiny.Mutiny.Transaction;

/**
 * The registry in PostgreSQL. Each change takes its turn and is committed with its outbox entries. This replica's books
 * have it at once afterwards.
 */
@Singleton
final class RegistryRepository implements Registry {

    private static final String NEXT_VERSION = "UPDATE directory_version SET version = version + 1 RETURNING version";
    private static final String ADD_TO_OUTBOX =
            "INSERT INTO projection_outbox (portfolio) VALUES (:portfolio) RETURNING id";

    private final Sessions sessions;
    private final PortfolioRows portfolios;
    private final SenderRows senders;
    private final TemplateRows templates;
    private final TemplateReader reader;
    private final DirectoryBook book;
    private final Projector projector;
    private final InstantSource clock;

    RegistryRepository(
            Mutiny.SessionFactory factory,
            Vertx vertx,
            DirectoryDatabase database,
            SecretKeys secrets,
            TenantBoundsConfig bounds,
            TemplateReader reader,
            DirectoryBook book,
            Projector projector,
            InstantSource clock) {
        this.sessions = new Sessions(factory, vertx, database);
        this.portfolios = new PortfolioRows(bounds);
        this.senders = new SenderRows(secrets, bounds);
        this.templates = new TemplateRows(bounds);
        this.reader = reader;
        this.book = book;
        this.projector = projector;
        this.clock = clock;
    }

    @Override
    public Uni<Registration> putPortfolio(PortfolioId id, TenantId tenant, long messagingLimit) {
        return inTurn(turn -> portfolios.put(turn, id, tenant, messagingLimit));
    }

    @Override
    public Uni<Registration> putSender(
            SenderId id, TenantId tenant, Function<Optional<SenderDraft>, SenderDraft> change) {
        return inTurn(turn -> senders.put(turn, id, tenant, change));
    }

    @Override
    public Uni<Optional<SenderDraft>> sender(SenderId id, TenantId tenant) {
        return sessions.transaction((session, transaction) -> senders.find(session, id, tenant));
    }

    @Override
    public Uni<Registration> putTemplates(String wabaId, TenantId tenant, List<TemplateDraft> templates) {
        return inTurn(turn -> this.templates.put(turn, wabaId, tenant, templates));
    }

    @Override
    public Uni<Fitting> putFittingTemplates(String wabaId, TenantId tenant, List<TemplateDraft> templates) {
        return Uni.createFrom().deferred(() -> {
            Map<TemplateKey, Registration> refused = new LinkedHashMap<>();
            return inTurn(turn -> this.templates.putFitting(turn, wabaId, tenant, templates, refused))
                    .map(done -> new Fitting(done, refused));
        });
    }

    @Override
    public Uni<Registration> deleteTemplate(TemplateKey key, TenantId tenant) {
        return inTurn(turn -> templates.delete(turn, key, tenant));
    }

    @Override
    public Uni<Registration> tellTemplate(TemplateKey key, TemplateStatus status, Optional<Instant> pausedUntil) {
        return inTurn(turn -> templates.tell(turn, key, status, pausedUntil));
    }

    @Override
    public Uni<Registration> refuseTemplate(
            PortfolioId sentFrom, TemplateKey key, TemplateStatus status, Feedback.Refusal refusal) {
        return inTurn(turn -> templates.refuse(turn, sentFrom, key, status, refusal));
    }

    @Override
    public Uni<Optional<TemplateDraft>> template(TemplateKey key, TenantId tenant) {
        return reader.find(key, tenant);
    }

    @Override
    public Uni<TemplatePage> templates(
            String wabaId, TenantId tenant, String afterName, String afterLanguage, int limit) {
        return reader.page(wabaId, tenant, afterName, afterLanguage, limit);
    }

    private Uni<Registration> inTurn(Function<Turn, Uni<Decision>> work) {
        return sessions.transaction((session, transaction) -> takeTurn(session, transaction, work))
                .call(this::publish)
                .map(Committed::registration);
    }

    private Uni<Committed> takeTurn(
            StatelessSession session, Transaction transaction, Function<Turn, Uni<Decision>> work) {
        return session.createNativeQuery(NEXT_VERSION, Long.class)
                .getSingleResult()
                .chain(version -> work.apply(new Turn(session, version, clock.instant())))
                .chain(decision -> conclude(session, transaction, decision));
    }

    private static Uni<Committed> conclude(StatelessSession session, Transaction transaction, Decision decision) {
        if (!decision.isChange()) {
            transaction.markForRollback();
        }
        return Multi.createFrom()
                .iterable(decision.portfolios())
                .onItem()
                .transformToUniAndConcatenate(portfolio -> addToOutbox(session, portfolio))
                .collect()
                .asList()
                .map(pending -> new Committed(decision.registration(), pending));
    }

    private static Uni<PendingProjection> addToOutbox(StatelessSession session, PortfolioId portfolio) {
        return session.createNativeQuery(ADD_TO_OUTBOX, Long.class)
                .setParameter("portfolio", portfolio.value())
                .getSingleResult()
                .map(id -> new PendingProjection(id, portfolio, Optional.empty()));
    }

    /**
     * The change is committed already. Whatever fails here is made up for by the polls of the books and of the outbox.
     */
    private Uni<Void> publish(Committed committed) {
        return committed.pending().isEmpty()
                ? Unis.done()
                : book.refresh()
                        .onFailure()
                        .recoverWithNull()
                        .chain(() -> Unis.inTurn(committed.pending(), projector::project));
    }

    /**
     * A change's turn: nobody else changes the directory until its transaction ends.
     *
     * @param now when the turn began
     */
    record Turn(StatelessSession session, long version, Instant now) {

        /** Counts what a tenant has, by a query with the parameter {@code tenant}. */
        Uni<Long> count(String query, String tenant) {
            return session.createQuery(query, Long.class)
                    .setParameter("tenant", tenant)
                    .getSingleResult();
        }
    }

    /**
     * @param isChange false when nothing is to be committed
     * @param portfolios whose Redis state changes
     */
    record Decision(Registration registration, boolean isChange, Collection<PortfolioId> portfolios) {

        static Uni<Decision> refused(Registration why) {
            return Uni.createFrom().item(new Decision(why, false, List.of()));
        }

        static Decision done(boolean isNew, Collection<PortfolioId> portfolios) {
            return new Decision(isNew ? Registration.CREATED : Registration.CHANGED, true, portfolios);
        }
    }

    private record Committed(Registration registration, List<PendingProjection> pending) {}
}
