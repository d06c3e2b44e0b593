package io.estafet.clock;

import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When this replica was last seen to be late with its own work. What a server answered in time may then lie unread, and
 * its silence means nothing. Thread-safe.
 */
@Singleton
public final class Lateness {

    /** Less is ordinary: collections of garbage, a busy machine. */
    private static final Duration WORTH_NOTING = Duration.ofMillis(100);

    private static final Duration BEAT = Duration.ofMillis(50);

    private final LastTime last = new LastTime();
    /** When each event loop that is watched was last at work, as {@link System#nanoTime()}. */
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

    /** Something that was due was done so much later. */
    public void noted(Duration late) {
        if (late.compareTo(WORTH_NOTING) >= 0) {
            last.note();
        }
    }

    /** Whether that was since then, a value of {@link System#nanoTime()}, or is so now. */
    public boolean isSince(long nanos) {
        return isBlocked() || last.isSince(nanos);
    }

    private boolean isBlocked() {
        long oldest = System.nanoTime() - BEAT.plus(WORTH_NOTING).toNanos();
        return beats.stream().anyMatch(beat -> beat.get() - oldest < 0);
    }
}
