package io.estafet.http;

import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory for bodies that are read whole and for large answers: one budget per replica. An eighth of it is reserved
 * for each {@link TrafficClass}; the other half is lent to whichever class needs it.
 *
 * <p>A holder (a tenant, or a kind of stranger) may take memory only while it holds no more than is left free for its
 * class. A single holder gets half of what its class can have, five sixteenths of the budget; a second one gets half of
 * the rest, and so on. A small body finds memory until more than ten holders have filled their shares. Thread-safe.
 */
@Singleton
final class BodyMemory {

    private static final int RESERVE_PART = 8;

    private final long reserve;
    private final long shared;
    private final Map<TrafficClass, Long> used = new EnumMap<>(TrafficClass.class);
    private final Map<Holder, Long> held = new HashMap<>();

    BodyMemory(HttpConfig config) {
        this.reserve = config.bodyMemory() / RESERVE_PART;
        this.shared = config.bodyMemory() - reserve * TrafficClass.values().length;
    }

    /** A holder of memory of a class. */
    record Holder(TrafficClass traffic, String name) {}

    /** Opens a charge of zero bytes, which can grow. The caller must release it. */
    Charge open(Holder holder) {
        return new Charge(holder);
    }

    /** Bytes in use by all classes. */
    synchronized long used() {
        return used.values().stream().mapToLong(Long::longValue).sum();
    }

    private synchronized boolean take(Holder holder, long bytes) {
        if (!hasRoom(holder, bytes)) {
            return false;
        }
        used.merge(holder.traffic(), bytes, Long::sum);
        held.merge(holder, bytes, Long::sum);
        return true;
    }

    private synchronized boolean hasRoom(Holder holder, long bytes) {
        long free = free(holder.traffic()) - bytes;
        return free >= 0 && held.getOrDefault(holder, 0L) + bytes <= free;
    }

    private synchronized void give(Holder holder, long bytes) {
        used.merge(holder.traffic(), -bytes, Long::sum);
        held.computeIfPresent(holder, (key, holds) -> holds == bytes ? null : holds - bytes);
    }

    private long free(TrafficClass traffic) {
        long lent = used.values().stream()
                .mapToLong(bytes -> Math.max(0, bytes - reserve))
                .sum();
        return Math.max(0, reserve - used.getOrDefault(traffic, 0L)) + shared - lent;
    }

    /** The memory of one body or answer. Used by one thread at a time. */
    final class Charge {

        private final Holder holder;
        private long bytes;

        private Charge(Holder holder) {
            this.holder = holder;
        }

        /** Takes more; false, and nothing is taken, when there is not enough memory. */
        boolean grow(long more) {
            boolean taken = take(holder, more);
            bytes += taken ? more : 0;
            return taken;
        }

        /** Whether there is memory for this much more now; nothing is taken. */
        boolean hasRoom(long more) {
            return BodyMemory.this.hasRoom(holder, more);
        }

        /** Gives all of it back; a second call does nothing. */
        void release() {
            if (bytes > 0) {
                give(holder, bytes);
                bytes = 0;
            }
        }
    }
}
