package io.estafet.dispatch;

import io.estafet.message.AttemptId;
import io.estafet.outcome.RightToSend.Right;
import io.estafet.queue.Entry;
import org.jspecify.annotations.Nullable;

/** One admitted message on its way through this replica; belongs to one loop and its context. */
final class Flight {

    private final Entry entry;
    private final long startNanos;
    private final long leaseEndsNanos;
    private @Nullable Right right;

    /**
     * @param startNanos its instant, by {@link System#nanoTime()}
     * @param leaseEndsNanos after it no request may begin, by {@link System#nanoTime()}
     */
    Flight(Entry entry, long startNanos, long leaseEndsNanos) {
        this.entry = entry;
        this.startNanos = startNanos;
        this.leaseEndsNanos = leaseEndsNanos;
    }

    Entry entry() {
        return entry;
    }

    AttemptId attempt() {
        return new AttemptId(entry.id(), entry.attempts() + 1);
    }

    long startNanos() {
        return startNanos;
    }

    boolean isTooLate(long nowNanos, long lateNanos) {
        return nowNanos - startNanos > lateNanos || nowNanos - leaseEndsNanos > 0;
    }

    void granted(Right newRight) {
        right = newRight;
    }

    Right right() {
        Right granted = right;
        if (granted == null) {
            throw new IllegalStateException("no right to send " + entry.id());
        }
        return granted;
    }
}
