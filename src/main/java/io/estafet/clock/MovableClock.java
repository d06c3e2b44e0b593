package io.estafet.clock;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The system's clock plus an offset. The offset is 0 in production and can be moved in tests; Redis scripts get the
 * same offset as an argument, SQL gets instants of this clock, so that one move moves them all. Thread-safe.
 */
public final class MovableClock implements InstantSource {

    private final InstantSource base;
    private final AtomicLong offsetMillis = new AtomicLong();

    public MovableClock(InstantSource base) {
        this.base = base;
    }

    @Override
    public Instant instant() {
        return base.instant().plusMillis(offsetMillis.get());
    }

    /** The offset that scripts add to Redis' own time, in milliseconds. */
    public long offsetMillis() {
        return offsetMillis.get();
    }

    /** Moves the clock to the given offset from the system's, in milliseconds. */
    public void moveTo(long newOffsetMillis) {
        offsetMillis.set(newOffsetMillis);
    }
}
