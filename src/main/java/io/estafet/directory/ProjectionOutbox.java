package io.estafet.directory;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The transactional outbox of changes that Redis has yet to take. Each entry is committed with its change, so that
 * neither a crash nor an absence of Redis loses one.
 */
public interface ProjectionOutbox {

    /**
     * Entries older than {@code age}, the oldest first: their own writer has most likely given up.
     *
     * @param after only entries with a greater id; 0: all
     */
    Uni<List<PendingProjection>> pending(Duration age, long after, int limit);

    /** Records that Redis has taken these changes. */
    Uni<Void> markProjected(Collection<PendingProjection> projected);
}
