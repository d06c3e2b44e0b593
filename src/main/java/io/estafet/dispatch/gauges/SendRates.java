package io.estafet.dispatch.gauges;

import io.estafet.message.SenderId;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Requests per second that this replica began, by number, over the last five whole seconds. Thread-safe. */
@Singleton
public final class SendRates {

    private static final int SECONDS = 5;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Map<SenderId, Seconds> senders = new ConcurrentHashMap<>();

    public void began(SenderId sender, long nowNanos) {
        senders.computeIfAbsent(sender, id -> new Seconds()).count(nowNanos / SECOND_NANOS);
    }

    double of(SenderId sender) {
        Seconds seconds = senders.get(sender);
        return seconds == null ? 0 : seconds.sumBefore(System.nanoTime() / SECOND_NANOS) / (double) SECONDS;
    }

    /** A ring of counts: one for each of these seconds, and one for the current second. */
    private static final class Seconds {

        private final long[] counts = new long[SECONDS + 1];
        private final long[] of = new long[SECONDS + 1];

        synchronized void count(long second) {
            int at = Math.floorMod(second, counts.length);
            if (of[at] != second) {
                of[at] = second;
                counts[at] = 0;
            }
            counts[at]++;
        }

        synchronized long sumBefore(long now) {
            long sum = 0;
            for (int i = 0; i < counts.length; i++) {
                if (of[i] < now && of[i] >= now - SECONDS) {
                    sum += counts[i];
                }
            }
            return sum;
        }
    }
}
