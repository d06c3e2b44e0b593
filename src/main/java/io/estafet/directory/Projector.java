package io.estafet.directory;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Brings committed changes to Redis and settles their debts. A change that Redis does not take keeps its debt, which
 * every replica looks for; taking one twice changes nothing.
 */
@Singleton
public final class Projector {

    private static final Logger LOG = Logger.getLogger(Projector.class);

    private final LiveProjection live;
    private final Debts debts;

    public Projector(LiveProjection live, Debts debts) {
        this.live = live;
        this.debts = debts;
    }

    /** Never fails: what Redis does not take now, it takes later. */
    public Uni<Void> pay(Debt debt) {
        return take(debt)
                .chain(() -> debts.settle(List.of(debt)))
                .onFailure()
                .invoke(failure -> LOG.warnf("portfolio %s: Redis takes a change later: %s", debt.portfolio(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> take(Debt debt) {
        return debt.persons()
                .map(persons -> live.projectPersons(debt.portfolio(), persons))
                .orElseGet(() -> live.projectDirectory(debt.portfolio()));
    }
}
