package io.estafet.directory;

import io.estafet.message.Backoff;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** People to whom nothing, or no marketing, is sent for a while, as committed; Redis is rebuilt from it. */
public interface Suppressions {

    /**
     * Commits that a request to the person was refused; answers what is pending for Redis, or nothing when the request began
     * before the end of the latest suppression of that kind, whose echo it is.
     *
     * @param wait how long it lasts, by how many came in a row before it
     */
    Uni<Optional<PendingProjection>> refused(
            PortfolioId portfolio, PersonId person, Suppression kind, Backoff wait, Instant began, Instant now);

    /**
     * Commits that people can be reached; answers what is pending for Redis, or nothing when none of them was thought
     * unreachable before they wrote.
     *
     * @param wrote when each of them wrote
     */
    Uni<Optional<PendingProjection>> reachable(PortfolioId portfolio, Map<PersonId, Instant> wrote, Instant now);

    /** What is in force for the person, with its end. */
    Uni<Map<Suppression, Instant>> inForce(PortfolioId portfolio, PersonId person, Instant now);
}
