package io.estafet.clock;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The one place that reads the system's clock. */
final class ClockProducer {

    @Produces
    @Singleton
    static MovableClock clock() {
        return new MovableClock(InstantSource.system());
    }
}
