package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;

/**
 * Projects changes from PostgreSQL to Redis as they happen. Redis never ends up older than PostgreSQL, however many
 * replicas write at once: each replica reads the current state after the change was committed, and writes only if no
 * other has written since.
 */
public interface LiveProjection {

    /** Writes the current consents and suppressions of the persons. */
    Uni<Void> projectPersons(PortfolioId portfolio, Collection<PersonId> persons);

    /**
     * Writes the portfolio's current limit, numbers and templates. Loads the windows of new numbers and marks their
     * keys.
     */
    Uni<Void> projectDirectory(PortfolioId portfolio);
}
