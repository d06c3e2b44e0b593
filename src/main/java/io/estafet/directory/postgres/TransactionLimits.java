package io.estafet.directory.postgres;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private static <T> Uni<T> away(Duration limit) {
        return Uni.createFrom().failure(new DirectoryAwayException(limit));
    }
}
