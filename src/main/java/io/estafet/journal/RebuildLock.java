package io.estafet.journal;

import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** One rebuilder of a portfolio at a time, across replicas. */
public interface RebuildLock {

    /** Does the work while holding the portfolio's lock; answers false, without it, when another replica holds it. */
    Uni<Boolean> exclusively(PortfolioId portfolio, Supplier<Uni<Void>> work);
}
