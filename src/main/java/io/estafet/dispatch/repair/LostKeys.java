package io.estafet.dispatch.repair;

import io.estafet.message.PortfolioId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells a key that Redis lost from one that it does not have yet. New data of the directory takes a moment to reach
 * Redis; until then takes find it missing, every 100 ms. Thread-safe.
 */
final class LostKeys {

    private static final int SIGHTINGS = 3;
    private static final long LEAST_NANOS = Duration.ofSeconds(1).toNanos();
    /** Sightings further apart than this are not related. */
    private static final long RELATED_NANOS = Duration.ofSeconds(10).toNanos();

    private final Map<MissingKey, Sightings> seen = new ConcurrentHashMap<>();

    /** Notes that a key was found missing. Returns true when it has been missing for longer than data is on its way. */
    boolean isLost(PortfolioId portfolio, String key, long nowNanos) {
        return seen.merge(new MissingKey(portfolio, key), new Sightings(1, nowNanos, nowNanos), Sightings::and)
                .areEnough();
    }

    /** Forgets what was found missing of a portfolio: all its keys are written anew. */
    void forget(PortfolioId portfolio) {
        seen.keySet().removeIf(key -> key.portfolio().equals(portfolio));
    }

    private record MissingKey(PortfolioId portfolio, String key) {}

    /** How often in a row a key was found missing, when first and when last. */
    private record Sightings(int count, long firstNanos, long lastNanos) {

        Sightings and(Sightings next) {
            return next.lastNanos - lastNanos > RELATED_NANOS
                    ? next
                    : new Sightings(count + next.count, firstNanos, next.lastNanos);
        }

        boolean areEnough() {
            return count >= SIGHTINGS && lastNanos - firstNanos >= LEAST_NANOS;
        }
    }
}
