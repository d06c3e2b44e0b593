package io.estafet.directory.postgres;

import io.estafet.clock.LastTime;
import io.estafet.directory.DirectoryBusyException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How long a caller waits for a transaction: briefly for its begin, which every server that is there answers at once;
 * long for its work, which may be an import. One that begins when its caller has been told that PostgreSQL is away
 * changes nothing.
 */
@Singleton
final class TransactionLimits {

    private final Duration begin;
    private final Duration whole;
    private final LastTime answered = new LastTime();

    TransactionLimits(DirectoryConfig config) {
        this.begin = config.deadline();
        this.whole = config.bulkDeadline();
    }

    /** @param transaction is given what comes first in it: it fails when it is too late */
    <T> Uni<T> limit(Function<Uni<Void>, Uni<T>> transaction) {
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
            // Not cancelled when it is late: it ends by itself, and its failure interests nobody any more.
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
     * The same for a long reading of many steps: it may last for as long as it goes on. It is given up when no step has
     * ended for the time that the whole of another transaction may take.
     *
     * @param reading is also given what it calls after each step; that fails when the reading was given up
     */
    <T> Uni<T> limitSteps(BiFunction<Uni<Void>, Runnable, Uni<T>> reading) {
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

    /** PostgreSQL answered somebody: a transaction that has begun, a statement that is done. */
    void answered() {
        answered.note();
    }

    /** A server that has answered others meanwhile is not away: the connections are all in use, or we are late. */
    RuntimeException lateness(long askedNanos, Duration limit) {
        return answered.isSince(askedNanos) ? new DirectoryBusyException(limit) : new DirectoryAwayException(limit);
    }

    private <T> Uni<T> late(long askedNanos, Duration limit) {
        return Uni.createFrom().failure(() -> lateness(askedNanos, limit));
    }
}
