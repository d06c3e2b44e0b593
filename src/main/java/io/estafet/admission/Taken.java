package io.estafet.admission;

import io.estafet.message.Reason;
import io.estafet.queue.Entry;
import java.util.List;
import java.util.Optional;

/**
 * The result of one take.
 *
 * @param missing the key that is not whole in the portfolio's state in Redis; if present, nothing was looked at
 * @param epoch the portfolio's epoch; every right to send names it
 * @param nextAtMillis when to take again, milliseconds since the epoch; {@link Long#MAX_VALUE} when only an event helps
 */
public record Taken(
        Optional<String> missing,
        long epoch,
        long nowMillis,
        long nextAtMillis,
        List<Admitted> admitted,
        List<Held> held,
        List<Ended> ended,
        List<Entry> recovered) {

    /**
     * A message that may go at its instant, not before, and within 250 ms after it.
     *
     * @param startAtMicros microseconds since the epoch
     * @param charged true when it carries a charge against the limits
     */
    public record Admitted(Entry entry, long startAtMicros, boolean charged) {}

    /**
     * A message that waits; {@code untilMillis} is 0 when no time is known. Only waits that are journalled are named
     * here.
     */
    public record Held(Entry entry, Reason reason, long untilMillis) {}

    /** A message that was rejected or has expired; leased until the journal has recorded it. */
    public record Ended(Entry entry, Reason reason) {}

    public static Taken notReady(long nowMillis, String missing) {
        return new Taken(Optional.of(missing), 0, nowMillis, nowMillis, List.of(), List.of(), List.of(), List.of());
    }

    /** When to take again; empty when only an event helps. */
    public Optional<Long> nextAt() {
        return nextAtMillis == Long.MAX_VALUE ? Optional.empty() : Optional.of(nextAtMillis);
    }
}
