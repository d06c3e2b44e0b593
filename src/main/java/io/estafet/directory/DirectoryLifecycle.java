package io.estafet.directory;

import io.estafet.clock.Repeating;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps this replica's books and Redis up with PostgreSQL. {@link #start} must end before the program is ready;
 * {@link #stop} ends the loops. A round that fails is repeated at the next tick; rounds never overlap.
 */
@Singleton
public final class DirectoryLifecycle {

    private static final Logger LOG = Logger.getLogger(DirectoryLifecycle.class);

    /** A change on another replica is seen within it and a read: well within a second. */
    private static final Duration BOOK_POLL = Duration.ofMillis(500);

    private static final Duration DEBT_POLL = Duration.ofMillis(250);

    /** What stands longer was given up by its writer, whose three steps take a few milliseconds. */
    private static final Duration DEBT_AGE = Duration.ofMillis(500);

    /** All at once: those of one portfolio are paid together, so that each portfolio asks for few connections. */
    private static final int DEBTS_PER_ROUND = 100;

    private final DirectoryBook book;
    private final Debts debts;
    private final Projector projector;
    private volatile long lastDebt;
    private final List<Cancellable> loops = new CopyOnWriteArrayList<>();

    public DirectoryLifecycle(DirectoryBook book, Debts debts, Projector projector) {
        this.book = book;
        this.debts = debts;
        this.projector = projector;
    }

    /** Loads the books whole, then keeps them and pays what Redis is owed. Fails when PostgreSQL cannot be read. */
    public Uni<Void> start() {
        return book.refresh().invoke(this::startLoops);
    }

    public void stop() {
        loops.forEach(Cancellable::cancel);
        loops.clear();
    }

    private void startLoops() {
        loops.add(repeat("books", BOOK_POLL, book::refresh));
        loops.add(repeat("debts to Redis", DEBT_POLL, this::payDebts));
    }

    private Uni<Void> payDebts() {
        return debts.outstanding(DEBT_AGE, lastDebt, DEBTS_PER_ROUND)
                .invoke(this::remember)
                .chain(this::pay);
    }

    /** The next round goes on behind these: many debts that cannot be paid do not keep the others from being. */
    private void remember(List<Debt> outstanding) {
        lastDebt = outstanding.size() < DEBTS_PER_ROUND
                ? 0
                : outstanding.get(DEBTS_PER_ROUND - 1).id();
    }

    private Uni<Void> pay(List<Debt> outstanding) {
        return Multi.createFrom()
                .iterable(outstanding)
                .onItem()
                .transformToUni(projector::pay)
                .merge(DEBTS_PER_ROUND)
                .collect()
                .last();
    }

    private static Cancellable repeat(String what, Duration period, Supplier<Uni<Void>> round) {
        return Repeating.every(period, what, round)
                .subscribe()
                .with(done -> {}, failure -> LOG.errorf(failure, "the loop of %s ended", what));
    }
}
