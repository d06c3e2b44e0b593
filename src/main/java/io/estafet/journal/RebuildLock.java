package io.estafet.journal;

import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Lets only one replica at a time rebuild a portfolio. */
public interface RebuildLock {

    /**
     * Does the work while holding the portfolio's lock. When another replica holds it, answers false without doing the
     * work.
     */
    Uni<Boolean> exclusively(PortfolioId portfolio, Supplier<Uni<Void>> work);
}
