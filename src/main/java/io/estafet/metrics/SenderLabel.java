package io.estafet.metrics;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Chooses the value of the label {@code sender}: the number's id for the most recently active numbers up to a cap, else
 * {@code other}. A label is given up only after {@link MetricsConfig#senderIdle()} of silence, so that labels do not
 * swap with every message when more numbers are active than the cap allows. Thread-safe.
 */
@Singleton
public final class SenderLabel {

    /** Looking for an idle label means reading all of them; once a second is enough. */
    private static final long LOOK_MILLIS = 1_000;

    private final Map<String, Long> activeAtMillis = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final MetricsConfig config;
    private final InstantSource clock;
    private long nextLookMillis = Long.MIN_VALUE;

    public SenderLabel(MetricsConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** The label's value for a number that is active now. */
    public String of(String senderId) {
        long now = clock.millis();
        return activeAtMillis.replace(senderId, now) != null || claim(senderId, now) ? senderId : Meters.OTHER;
    }

    /** True when the number has a label of its own at this moment. */
    public boolean isNamed(String senderId) {
        return activeAtMillis.containsKey(senderId);
    }

    /** Calls the listener with each label that is given up, so that its meters can be removed. */
    public void onGivenUp(Consumer<String> listener) {
        listeners.add(listener);
    }

    private synchronized boolean claim(String senderId, long now) {
        if (activeAtMillis.size() >= config.senders() && !giveUpIdlest(now)) {
            return activeAtMillis.containsKey(senderId);
        }
        activeAtMillis.put(senderId, now);
        return true;
    }

    private boolean giveUpIdlest(long now) {
        if (now < nextLookMillis) {
            return false;
        }
        nextLookMillis = now + LOOK_MILLIS;
        long idleBefore = now - config.senderIdle().toMillis();
        return activeAtMillis.entrySet().stream()
                .min(Comparator.comparingLong(Map.Entry::getValue))
                .filter(entry -> entry.getValue() <= idleBefore)
                .map(Map.Entry::getKey)
                .map(this::giveUp)
                .orElse(false);
    }

    private boolean giveUp(String senderId) {
        activeAtMillis.remove(senderId);
        listeners.forEach(listener -> listener.accept(senderId));
        return true;
    }
}
