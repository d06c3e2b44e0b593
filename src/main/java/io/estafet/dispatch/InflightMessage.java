package io.estafet.dispatch;

import io.estafet.admission.Taken;
import io.estafet.journal.RightToSend.Claim;
import io.estafet.journal.RightToSend.Right;
import io.estafet.message.AttemptId;
import io.estafet.message.PortfolioId;
import io.estafet.queue.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One admitted message on its way through this replica; belongs to one loop and its context. */
final class InflightMessage {

    private static final long FAR_MILLIS = 86_400_000;

    private final PortfolioId portfolio;
    private final Entry entry;
    private final boolean charged;
    private final TakeTime taken;
    private final long startNanos;
    private final long lastStartNanos;
    private final long expiresNanos;
    private @Nullable Right right;

    /**
     * @param startLimitNanos how long after its take was asked for a request may still begin, in nanoseconds
     * @param nowNanos the present time by {@link System#nanoTime()}
     */
    InflightMessage(
            PortfolioId portfolio, Taken.Admitted admitted, TakeTime taken, long startLimitNanos, long nowNanos) {
        this.portfolio = portfolio;
        this.entry = admitted.entry();
        this.charged = admitted.charged();
        this.taken = taken;
        this.startNanos = nowNanos + (admitted.startAtMicros() - taken.redisMillis() * 1_000) * 1_000;
        this.lastStartNanos = taken.askedNanos() + startLimitNanos;
        // A time beyond any lease makes no difference, and the sum must not overflow.
        long leftMillis = Math.min(entry.expiresAtMillis() - taken.redisMillis(), FAR_MILLIS);
        this.expiresNanos = taken.askedNanos() + leftMillis * 1_000_000;
    }

    PortfolioId portfolio() {
        return portfolio;
    }

    Entry entry() {
        return entry;
    }

    AttemptId attempt() {
        return new AttemptId(entry.id(), entry.attempts() + 1);
    }

    /** The message as it waits again after this attempt. */
    Entry again(long notBeforeMillis) {
        return entry.after(entry.attempts() + 1, notBeforeMillis);
    }

    TakeTime taken() {
        return taken;
    }

    long startNanos() {
        return startNanos;
    }

    boolean isTooLate(long nowNanos, long lateNanos) {
        return nowNanos - startNanos > lateNanos || nowNanos - lastStartNanos > 0;
    }

    /**
     * A message is never sent after its expiry. The clock that took it decides, whatever this machine's own clock says.
     */
    boolean hasExpired(long nowNanos) {
        return nowNanos - expiresNanos >= 0;
    }

    /** @param attemptTime from the take until no request can be under way */
    Claim claim(long epoch, Duration attemptTime) {
        Instant now = taken.instant();
        return new Claim(
                attempt(),
                portfolio,
                epoch,
                charged ? Optional.of(now) : Optional.empty(),
                entry.useFallback(),
                now,
                now.plus(attemptTime));
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
