package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;

/**
 * Changes as they happen, from PostgreSQL to Redis. Redis never ends up older than PostgreSQL, however many replicas
 * write at once: each reads the present state after the change was committed, and writes only if nobody wrote since.
 */
public interface LiveProjection {

    /** Writes the persons' consents, and what is suppressed for them, as they are now. */
    Uni<Void> projectPersons(PortfolioId portfolio, Collection<PersonId> persons);

    /** Writes the portfolio's limit, numbers and templates as they are now, and opens the books of new numbers. */
    Uni<Void> projectDirectory(PortfolioId portfolio);
}
