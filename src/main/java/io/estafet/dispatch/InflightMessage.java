package io.estafet.dispatch;

import io.estafet.journal.RightToSend.Right;
import io.estafet.message.AttemptId;
import io.estafet.queue.Entry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One admitted message on its way through this replica; belongs to one loop and its context. */
final class InflightMessage {

    private static final long FAR_MILLIS = 86_400_000;

    private final Entry entry;
    private final long takenMillis;
    private final long askedNanos;
    private final long startNanos;
    private final long leaseEndsNanos;
    private final long expiresNanos;
    private @Nullable Right right;

    /**
     * @param takenMillis when the message was taken, by the clock of Redis
     * @param askedNanos when the take was asked for, by {@link System#nanoTime()}
     * @param startNanos the message's instant, by {@link System#nanoTime()}
     * @param leaseEndsNanos no request may begin after this, by {@link System#nanoTime()}
     */
    InflightMessage(Entry entry, long takenMillis, long askedNanos, long startNanos, long leaseEndsNanos) {
        this.entry = entry;
        this.takenMillis = takenMillis;
        this.askedNanos = askedNanos;
        this.startNanos = startNanos;
        this.leaseEndsNanos = leaseEndsNanos;
        // A time beyond any lease makes no difference, and the sum must not overflow.
        long leftMillis = Math.min(entry.expiresAtMillis() - takenMillis, FAR_MILLIS);
        this.expiresNanos = askedNanos + leftMillis * 1_000_000;
    }

    Entry entry() {
        return entry;
    }

    /** Converts a moment of {@link System#nanoTime()} to the clock of Redis; at most the time of one call late. */
    Instant at(long nanos) {
        return Instant.ofEpochMilli(takenMillis).plusNanos(nanos - askedNanos);
    }

    AttemptId attempt() {
        return new AttemptId(entry.id(), entry.attempts() + 1);
    }

    /** When the message was taken, by the clock of Redis. */
    Instant takenAt() {
        return Instant.ofEpochMilli(takenMillis);
    }

    long startNanos() {
        return startNanos;
    }

    boolean isTooLate(long nowNanos, long lateNanos) {
        return nowNanos - startNanos > lateNanos || nowNanos - leaseEndsNanos > 0;
    }

    /**
     * A message is never sent after its expiry. The clock that took it decides, whatever this machine's own clock says.
     */
    boolean hasExpired(long nowNanos) {
        return nowNanos - expiresNanos >= 0;
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
