package io.estafet.intake;

import io.estafet.clock.LastTime;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * When this replica was last seen to be late with its own work. What a server answered in time may then lie unread, and
 * its silence means nothing. Thread-safe.
 */
@Singleton
public final class Lateness {

    /** Less is ordinary: collections of garbage, a busy machine. */
    private static final Duration WORTH_NOTING = Duration.ofMillis(100);

    private final LastTime last = new LastTime();

    /** Something that was due was done so much later. */
    public void noted(Duration late) {
        if (late.compareTo(WORTH_NOTING) >= 0) {
            last.note();
        }
    }

    /** Whether that was since then, a value of {@link System#nanoTime()}. */
    boolean isSince(long nanos) {
        return last.isSince(nanos);
    }
}
