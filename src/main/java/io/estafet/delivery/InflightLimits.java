package io.estafet.delivery;

import io.estafet.message.SenderId;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** The in-flight limits of this replica, one for each number that has sent. Thread-safe. */
@Singleton
public final class InflightLimits {

    private final Map<SenderId, InflightLimit> limits = new ConcurrentHashMap<>();
    private final InflightConfig config;

    public InflightLimits(InflightConfig config) {
        this.config = config;
    }

    /** The number's limit; a new number begins with {@link InflightConfig#initial()}. */
    public InflightLimit of(SenderId sender) {
        InflightLimit known = limits.get(sender);
        return known != null ? known : limits.computeIfAbsent(sender, id -> new InflightLimit(config));
    }

    /** The sum of a value over the numbers that match; for gauges. */
    int sum(Predicate<SenderId> senders, ToIntFunction<InflightLimit> value) {
        return limits.entrySet().stream()
                .filter(entry -> senders.test(entry.getKey()))
                .mapToInt(entry -> value.applyAsInt(entry.getValue()))
                .sum();
    }
}
