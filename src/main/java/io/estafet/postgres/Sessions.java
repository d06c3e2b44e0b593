package io.estafet.postgres;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Stateless transactions of Hibernate Reactive. Each gets an event loop context of its own: Hibernate keeps the session
 * in the context, and two transactions of one request, or of one start-up, would share it.
 */
public final class Sessions {

    private final Mutiny.SessionFactory factory;
    private final Vertx vertx;
    private final TransactionLimits limits;

    /** @param database whose deadlines hold here too */
    public Sessions(Mutiny.SessionFactory factory, Vertx vertx, Database database) {
        this.factory = factory;
        this.vertx = vertx;
        this.limits = database.limits();
    }

    /** Does all of the work or none of it. Answers on another context than the caller's. */
    public <T> Uni<T> transaction(BiFunction<Mutiny.StatelessSession, Mutiny.Transaction, Uni<T>> work) {
        return limits.limit(attempt -> Uni.createFrom()
                .deferred(() -> factory.withStatelessTransaction((session, transaction) -> {
                    attempt.begun();
                    return work.apply(session, transaction).invoke(attempt::committing);
                }))
                .runSubscriptionOn(this::onOwnContext));
    }

    /**
     * Runs on a context that nobody else has, whichever context the caller is on, and marks it as safe: the context of
     * a dispatch loop is not marked.
     */
    private void onOwnContext(Runnable work) {
        Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(own, true);
        own.runOnContext(ignored -> work.run());
    }
}
