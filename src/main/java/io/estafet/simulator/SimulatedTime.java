package io.estafet.simulator;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The simulator's wall clock: a given source plus an offset that the control API moves. Customer service windows,
 * messaging limits, the pair limit and the times in webhooks follow it. Timers, latencies and the messages-per-second
 * window do not: they run in real time.
 */
final class SimulatedTime implements InstantSource {
    private final InstantSource source;
    private long offsetMillis;

    SimulatedTime(InstantSource source) {
        this.source = source;
    }

    @Override
    public Instant instant() {
        return source.instant().plusMillis(offsetMillis);
    }

    @Override
    public long millis() {
        return source.millis() + offsetMillis;
    }

    long offsetMillis() {
        return offsetMillis;
    }

    void moveTo(long newOffsetMillis) {
        offsetMillis = newOffsetMillis;
    }

    /** The offset with which the clock would show {@code at} now. */
    long offsetFor(Instant at) {
        return at.toEpochMilli() - source.millis();
    }
}
