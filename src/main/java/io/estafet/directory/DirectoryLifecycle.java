package io.estafet.directory;

import io.estafet.clock.Repeating;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps this replica's books and Redis up to date with PostgreSQL. {@link #start} must end before the program is ready.
 * {@link #stop} ends the loops. A round that fails is repeated at the next tick; rounds never overlap.
 */
@Singleton
public final class DirectoryLifecycle {

    private static final Logger LOG = Logger.getLogger(DirectoryLifecycle.class);

    /** A change on another replica is seen within this period and one read, well within a second. */
    private static final Duration BOOK_POLL = Duration.ofMillis(500);

    private static final Duration OUTBOX_POLL = Duration.ofMillis(250);

    /** An older entry was given up by its writer, whose three steps take a few milliseconds. */
    private static final Duration OUTBOX_AGE = Duration.ofMillis(500);

    /**
     * The most entries that are projected at once. Entries of one portfolio are projected together, so that each
     * portfolio needs few connections.
     */
    private static final int OUTBOX_BATCH = 100;

    private final DirectoryBook book;
    private final ProjectionOutbox outbox;
    private final Projector projector;
    private volatile long lastPending;
    private final List<Cancellable> loops = new CopyOnWriteArrayList<>();

    public DirectoryLifecycle(DirectoryBook book, ProjectionOutbox outbox, Projector projector) {
        this.book = book;
        this.outbox = outbox;
        this.projector = projector;
    }

    /**
     * Loads the books completely, then keeps them up to date and projects pending changes to Redis. Fails when
     * PostgreSQL cannot be read.
     */
    public Uni<Void> start() {
        return book.refresh().invoke(this::startLoops);
    }

    public void stop() {
        loops.forEach(Cancellable::cancel);
        loops.clear();
    }

    private void startLoops() {
        loops.add(repeat("books", BOOK_POLL, book::refresh));
        loops.add(repeat("projection outbox", OUTBOX_POLL, this::projectPending));
    }

    private Uni<Void> projectPending() {
        return outbox.pending(OUTBOX_AGE, lastPending, OUTBOX_BATCH)
                .invoke(this::remember)
                .chain(pending -> Unis.atOnce(OUTBOX_BATCH, pending, projector::project));
    }

    /** The next round begins after these entries, so that entries that fail do not hold up the others. */
    private void remember(List<PendingProjection> pending) {
        lastPending = pending.size() < OUTBOX_BATCH
                ? 0
                : pending.get(OUTBOX_BATCH - 1).id();
    }

    private static Cancellable repeat(String what, Duration period, Supplier<Uni<Void>> round) {
        return Repeating.every(period, what, round)
                .subscribe()
                .with(done -> {}, failure -> LOG.errorf(failure, "the loop of %s ended", what));
    }
}
