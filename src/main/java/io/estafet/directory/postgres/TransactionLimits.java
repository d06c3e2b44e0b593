package io.estafet.directory.postgres;

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

    TransactionLimits(DirectoryConfig config) {
        this.begin = config.deadline();
        this.whole = config.bulkDeadline();
    }

    /** @param transaction is given what comes first in it: it fails when it is too late */
    <T> Uni<T> limit(Function<Uni<Void>, Uni<T>> transaction) {
        return Uni.createFrom().deferred(() -> {
            AtomicBoolean decided = new AtomicBoolean();
            Uni<Void> begun = Uni.createFrom()
                    .deferred(() -> decided.compareAndSet(false, true)
                            ? Uni.createFrom().voidItem()
                            : away(begin));
            Uni<T> late = Uni.createFrom()
                    .<T>nothing()
                    .ifNoItem()
                    .after(begin)
                    .recoverWithUni(() -> decided.compareAndSet(false, true)
                            ? away(begin)
                            : Uni.createFrom().nothing());
            // Not cancelled when it is late: it ends by itself, and its failure interests nobody any more.
            Uni<T> work = transaction
                    .apply(begun)
                    .ifNoItem()
                    .after(whole)
                    .recoverWithUni(() -> away(whole))
                    .memoize()
                    .indefinitely();
            return Uni.join().first(work, late).toTerminate();
        });
    }

    /**
     * The same for a long reading of many steps: it may last for as long as it goes on. It is given up when no step has
     * ended for the time that the whole of another transaction may take.
     *
     * @param reading is also given what it calls after each step
     */
    <T> Uni<T> limitSteps(BiFunction<Uni<Void>, Runnable, Uni<T>> reading) {
        return Uni.createFrom().deferred(() -> {
            AtomicLong steps = new AtomicLong();
            AtomicBoolean late = new AtomicBoolean();
            Uni<Void> begun = Uni.createFrom()
                    .deferred(() -> late.get() ? away(whole) : Uni.createFrom().voidItem());
            Uni<T> work = reading.apply(begun, steps::incrementAndGet).memoize().indefinitely();
            Uni<T> stalled = this.<T>stalled(steps).onFailure().invoke(() -> late.set(true));
            return Uni.join().first(work, stalled).toTerminate();
        });
    }

    private <T> Uni<T> stalled(AtomicLong steps) {
        return Uni.createFrom().deferred(() -> {
            long before = steps.get();
            return Uni.createFrom()
                    .<T>nothing()
                    .ifNoItem()
                    .after(whole)
                    .recoverWithUni(() -> steps.get() == before ? away(whole) : stalled(steps));
        });
    }

    private static <T> Uni<T> away(Duration limit) {
        return Uni.createFrom().failure(new DirectoryAwayException(limit));
    }
}
