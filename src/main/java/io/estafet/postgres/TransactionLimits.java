package io.estafet.postgres;

import io.estafet.clock.LastTime;
import io.estafet.directory.DirectoryBusyException;
import io.estafet.directory.postgres.DirectoryAwayException;
import io.estafet.directory.postgres.DirectoryConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Limits how long a caller waits for a transaction. The wait for its begin is short, because a server that is up
 * answers that at once. The wait for its work is long, because the work may be an import. A transaction that begins
 * after its caller was told that PostgreSQL is away changes nothing.
 */
@Singleton
public final class TransactionLimits {

    private final Duration begin;
    private final Duration whole;
    private final LastTime answered = new LastTime();

    public TransactionLimits(DirectoryConfig config) {
        this.begin = config.deadline();
        this.whole = config.bulkDeadline();
    }

    /**
     * @param transaction makes the transaction from what must come first in it, which fails when the transaction begins
     *     too late
     */
    public <T> Uni<T> limit(Function<Uni<Void>, Uni<T>> transaction) {
        return Uni.createFrom().deferred(() -> {
            AtomicBoolean decided = new AtomicBoolean();
            long asked = System.nanoTime();
            Uni<Void> begun = Uni.createFrom().deferred(() -> {
                answered();
                return decided.compareAndSet(false, true) ? Uni.createFrom().voidItem() : late(asked, begin);
            });
            Uni<T> late = Uni.createFrom()
                    .<T>nothing()
                    .ifNoItem()
                    .after(begin)
                    .recoverWithUni(() -> decided.compareAndSet(false, true)
                            ? late(asked, begin)
                            : Uni.createFrom().nothing());
            // The work is not cancelled when it is late: it ends by itself, and nobody needs its failure any more.
            Uni<T> work = transaction
                    .apply(begun)
                    .ifNoItem()
                    .after(whole)
                    .recoverWithUni(() -> late(asked, whole))
                    .memoize()
                    .indefinitely();
            return Uni.join().first(work, late).toTerminate();
        });
    }

    /**
     * The same for a long read of many steps, which may last for as long as it makes progress. It is given up when no
     * step has ended for the time that another transaction may take as a whole.
     *
     * @param reading makes the read from what must come first in it and from what it must call after each step; both
     *     fail when the read was given up
     */
    public <T> Uni<T> limitSteps(BiFunction<Uni<Void>, Runnable, Uni<T>> reading) {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            AtomicLong steps = new AtomicLong();
            AtomicBoolean givenUp = new AtomicBoolean();
            Uni<Void> begun = Uni.createFrom()
                    .deferred(() -> givenUp.get()
                            ? late(asked, whole)
                            : Uni.createFrom().voidItem());
            Runnable step = () -> {
                if (givenUp.get()) {
                    throw lateness(asked, whole);
                }
                answered();
                steps.incrementAndGet();
            };
            Uni<T> work = reading.apply(begun, step).memoize().indefinitely();
            Uni<T> stalled = this.<T>stalled(steps).onFailure().invoke(() -> givenUp.set(true));
            return Uni.join().first(work, stalled).toTerminate();
        });
    }

    private <T> Uni<T> stalled(AtomicLong steps) {
        return Uni.createFrom().deferred(() -> {
            long since = System.nanoTime();
            long before = steps.get();
            return Uni.createFrom()
                    .<T>nothing()
                    .ifNoItem()
                    .after(whole)
                    .recoverWithUni(() -> steps.get() == before ? late(since, whole) : stalled(steps));
        });
    }

    /** Notes that PostgreSQL answered: a transaction has begun, or a statement is done. */
    public void answered() {
        answered.note();
    }

    /** A server that has answered others meanwhile is not away: all connections are in use, or this replica is late. */
    public RuntimeException lateness(long askedNanos, Duration limit) {
        return answered.isSince(askedNanos) ? new DirectoryBusyException(limit) : new DirectoryAwayException(limit);
    }

    private <T> Uni<T> late(long askedNanos, Duration limit) {
        return Uni.createFrom().failure(() -> lateness(askedNanos, limit));
    }
}
