package io.estafet.inbound;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of one payload's items, and what it asks for as a whole. Thread-safe. */
final class PayloadResult {

    private final Map<EventKind, Map<EventResult, Integer>> counts = new EnumMap<>(EventKind.class);
    private final Set<Payloads.Aside> reasonsToKeep = EnumSet.noneOf(Payloads.Aside.class);
    private @Nullable Throwable failure;
    private @Nullable Duration repeatAfter;

    /** Counts items. One about a number or template that nobody registered is a reason to keep the payload. */
    synchronized void count(EventKind kind, EventResult result, int items) {
        if (items > 0) {
            counts.computeIfAbsent(kind, k -> new EnumMap<>(EventResult.class)).merge(result, items, Integer::sum);
            if (result == EventResult.UNKNOWN) {
                reasonsToKeep.add(Payloads.Aside.UNKNOWN);
            }
        }
    }

    /** Takes over the counts and reasons of finished work. */
    synchronized void add(PayloadResult finished) {
        finished.counts.forEach((kind, results) -> results.forEach((result, items) -> count(kind, result, items)));
        reasonsToKeep.addAll(finished.reasonsToKeep);
    }

    synchronized void keep(Payloads.Aside why) {
        reasonsToKeep.add(why);
    }

    /** Notes a failure that may pass. The first one is reported. */
    synchronized void failed(Throwable cause) {
        failure = failure == null ? cause : failure;
    }

    /** Notes that the work is done, and is to be repeated to be sure. */
    synchronized void repeatAfter(Duration wait) {
        repeatAfter = wait;
    }

    synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    synchronized Optional<Duration> repeatAfter() {
        return Optional.ofNullable(repeatAfter);
    }

    synchronized boolean hasUnknown() {
        return reasonsToKeep.contains(Payloads.Aside.UNKNOWN);
    }

    synchronized Set<Payloads.Aside> reasonsToKeep() {
        return Set.copyOf(reasonsToKeep);
    }

    synchronized void publish(InboundMeters meters) {
        counts.forEach((kind, results) -> results.forEach((result, items) -> meters.count(kind, result, items)));
    }
}
