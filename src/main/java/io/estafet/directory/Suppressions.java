package io.estafet.directory;

import io.estafet.message.Backoff;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The committed suppressions: people to whom nothing, or no marketing, is sent for a while. Redis is rebuilt from them.
 */
public interface Suppressions {

    /**
     * Commits that a request to the person was refused. Answers the change that is pending for Redis. Answers nothing
     * when the request began before the end of the latest suppression of that kind, because the refusal only repeats
     * it.
     *
     * @param wait how long the suppression lasts, by the number of those in a row before it
     */
    Uni<Optional<PendingProjection>> refused(
            PortfolioId portfolio, PersonId person, Suppression kind, Backoff wait, Instant began, Instant now);

    /**
     * Commits that people can be reached. Answers the change that is pending for Redis, or nothing when none of them
     * was thought unreachable when they wrote.
     *
     * @param wrote when each of them wrote
     */
    Uni<Optional<PendingProjection>> reachable(PortfolioId portfolio, Map<PersonId, Instant> wrote, Instant now);

    /** The suppressions in force for the person, with their ends. */
    Uni<Map<Suppression, Instant>> inForce(PortfolioId portfolio, PersonId person, Instant now);
}
