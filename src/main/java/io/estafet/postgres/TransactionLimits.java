package io.estafet.postgres;

import io.estafet.clock.LastTime;
import io.estafet.reactive.TimeoutFailures;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Limits how long a caller waits for a transaction. The wait for its begin may be shorter than the wait for its work: a
 * server that is up begins it at once. A transaction that was given up is not cancelled but followed to its end, so
 * that its connection returns to the pool; it is never committed.
 */
final class TransactionLimits {

    private final TimeoutFailures failures;
    private final LastTime answered;
    private final Duration begin;
    private final Duration whole;

    /** @param answered when PostgreSQL last answered anybody */
    TransactionLimits(TimeoutFailures failures, LastTime answered, Duration begin, Duration whole) {
        this.failures = failures;
        this.answered = answered;
        this.begin = begin;
        this.whole = whole;
    }

    /** @param transaction must report its progress to the attempt, and end when the attempt fails */
    <T> Uni<T> limit(Function<Attempt, Uni<T>> transaction) {
        return Uni.createFrom().deferred(() -> {
            Attempt attempt = new Attempt();
            Uni<T> work = followed(transaction.apply(attempt));
            Uni<T> tooLate = after(whole, () -> attempt.giveUp(attempt.asked));
            // The journal has one deadline for both, and one timer is enough for that.
            return begin.compareTo(whole) < 0
                    ? Uni.join()
                            .first(work, TransactionLimits.<T>after(begin, attempt::giveUpBegin), tooLate)
                            .toTerminate()
                    : Uni.join().first(work, tooLate).toTerminate();
        });
    }

    /**
     * The same for a long read of many steps, which may last for as long as it makes progress. It is given up when no
     * step has ended for the time that another transaction may take as a whole.
     */
    <T> Uni<T> limitSteps(Function<Attempt, Uni<T>> reading) {
        return Uni.createFrom().deferred(() -> {
            Attempt attempt = new Attempt();
            return Uni.join()
                    .first(followed(reading.apply(attempt)), this.<T>stalled(attempt))
                    .toTerminate();
        });
    }

    private <T> Uni<T> stalled(Attempt attempt) {
        return Uni.createFrom().deferred(() -> {
            long since = System.nanoTime();
            return after(whole, () -> attempt.steps.isSince(since) ? stalled(attempt) : attempt.giveUp(since));
        });
    }

    /** Work that goes on when its caller leaves; nobody needs its failure then. */
    private static <T> Uni<T> followed(Uni<T> work) {
        return work.memoize().indefinitely();
    }

    private static <T> Uni<T> after(Duration limit, Supplier<Uni<? extends T>> then) {
        return Uni.createFrom().<T>nothing().ifNoItem().after(limit).recoverWithUni(then);
    }

    /** One transaction, from its caller's wait for a connection to the commit. */
    final class Attempt {

        private enum Phase {
            WAITING,
            BEGUN,
            COMMITTING,
            GIVEN_UP
        }

        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
        private final long asked = System.nanoTime();
        private final LastTime steps = new LastTime();

        /** Comes first in the transaction; fails when it was given up. */
        void begun() {
            enter(Phase.WAITING, Phase.BEGUN);
            answered.note();
        }

        /** Comes first in a long read; fails when it was given up. */
        void mayRead() {
            enter(Phase.WAITING, Phase.WAITING);
        }

        /** Comes after each step of a long read; fails when it was given up. */
        void step() {
            mayRead();
            answered.note();
            steps.note();
        }

        /** Comes last before the commit; fails when the transaction was given up. */
        void committing() {
            enter(Phase.BEGUN, Phase.COMMITTING);
        }

        private void enter(Phase from, Phase to) {
            if (!phase.compareAndSet(from, to)) {
                throw failures.late(answered.isSince(asked), Database.SERVER, whole);
            }
        }

        /** Gives up a transaction that has not begun yet. */
        private <T> Uni<T> giveUpBegin() {
            return phase.compareAndSet(Phase.WAITING, Phase.GIVEN_UP)
                    ? late(asked, begin)
                    : Uni.createFrom().nothing();
        }

        /** Gives up a transaction, unless its commit is under way: its outcome is unclear then. */
        private <T> Uni<T> giveUp(long since) {
            Phase before = phase.getAndUpdate(now -> now == Phase.COMMITTING ? now : Phase.GIVEN_UP);
            return before == Phase.COMMITTING
                    ? Uni.createFrom().failure(failures.unclear(Database.SERVER, whole))
                    : late(since, whole);
        }

        private <T> Uni<T> late(long since, Duration limit) {
            return Uni.createFrom().failure(failures.late(answered.isSince(since), Database.SERVER, limit));
        }
    }
}
