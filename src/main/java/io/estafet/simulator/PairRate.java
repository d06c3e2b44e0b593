package io.estafet.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * WhatsApp's pair limit of one business number, as a GCRA: to one person a message every 6 s, with a burst of 45
 * borrowed from the future. People whose borrowed time is over are removed as the map grows.
 */
final class PairRate {
    static final long INTERVAL_MILLIS = 6_000;
    static final int BURST = 45;
    private static final long FARTHEST_MILLIS = BURST * INTERVAL_MILLIS;
    private static final int SWEEP_FROM = 16_384;

    private final Map<String, Long> nextFree = new HashMap<>();
    private int sweepAt = SWEEP_FROM;

    /** Whether one more message may go now; changes nothing. */
    boolean admits(String person, long nowMillis) {
        return nextFree(person, nowMillis) <= nowMillis + FARTHEST_MILLIS - INTERVAL_MILLIS;
    }

    void charge(String person, long nowMillis) {
        nextFree.put(person, nextFree(person, nowMillis) + INTERVAL_MILLIS);
        if (nextFree.size() >= sweepAt) {
            nextFree.values().removeIf(at -> at <= nowMillis);
            sweepAt = Math.max(SWEEP_FROM, nextFree.size() * 2);
        }
    }

    void restore(String person, long nextFreeMillis) {
        nextFree.put(person, nextFreeMillis);
    }

    void forEachBorrower(long nowMillis, BiConsumer<String, Long> action) {
        nextFree.forEach((person, at) -> {
            if (at > nowMillis) {
                action.accept(person, at);
            }
        });
    }

    void clear() {
        nextFree.clear();
    }

    private long nextFree(String person, long nowMillis) {
        long stored = nextFree.getOrDefault(person, 0L);
        // After the clock was moved back, no person may wait longer than a full burst allows.
        return Math.min(Math.max(stored, nowMillis), nowMillis + FARTHEST_MILLIS);
    }
}
