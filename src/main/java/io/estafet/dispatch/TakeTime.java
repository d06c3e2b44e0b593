package io.estafet.dispatch;

import java.time.Instant;

/**
 * The moment of a take on two clocks. Pauses, waits and leases are compared with the clock of Redis; this machine's own
 * may differ.
 *
 * @param redisMillis by the clock of Redis, milliseconds since the epoch
 * @param askedNanos when the take was asked for, by {@link System#nanoTime()}
 */
record TakeTime(long redisMillis, long askedNanos) {

    Instant instant() {
        return Instant.ofEpochMilli(redisMillis);
    }

    /** Converts a moment of {@link System#nanoTime()} to the clock of Redis; at most the time of one call late. */
    Instant at(long nanos) {
        return instant().plusNanos(nanos - askedNanos);
    }
}
