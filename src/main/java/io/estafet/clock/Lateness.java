package io.estafet.clock;

import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When this replica was last late with its own work. A server's answer that came in time may then lie unread, so that
 * its silence means nothing. Thread-safe.
 */
@Singleton
public final class Lateness {

    /** A shorter delay is ordinary: garbage collection, a busy machine. */
    private static final Duration WORTH_NOTING = Duration.ofMillis(100);

    private static final Duration BEAT = Duration.ofMillis(50);

    private final LastTime last = new LastTime();
    /** When each watched event loop last ran, by {@link System#nanoTime()}. */
    private final Collection<AtomicLong> beats = new ConcurrentLinkedQueue<>();

    /** Watches the event loop of the calling thread from now on. */
    public void watch(Vertx vertx) {
        AtomicLong beat = new AtomicLong(System.nanoTime());
        beats.add(beat);
        vertx.setPeriodic(BEAT.toMillis(), timer -> {
            long now = System.nanoTime();
            noted(Duration.ofNanos(now - beat.get()).minus(BEAT));
            beat.set(now);
        });
    }

    /** Notes how much later than due a piece of work was done. */
    public void noted(Duration late) {
        if (late.compareTo(WORTH_NOTING) >= 0) {
            last.note();
        }
    }

    /** Whether this replica has been late since the given value of {@link System#nanoTime()}, or is late now. */
    public boolean isSince(long nanos) {
        return isBlocked() || last.isSince(nanos);
    }

    private boolean isBlocked() {
        long oldest = System.nanoTime() - BEAT.plus(WORTH_NOTING).toNanos();
        return beats.stream().anyMatch(beat -> beat.get() - oldest < 0);
    }
}
