package io.estafet.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for events that send no notification, such as those of other processes. Never on an event loop. */
final class Polling {
    private static final long STEP_NANOS = Duration.ofMillis(10).toNanos();

    private Polling() {}

    /** Waits until the condition holds; false when it did not within the time. */
    static boolean until(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new EmbeddedException("Interrupted while waiting for an embedded server");
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return true;
    }
}
