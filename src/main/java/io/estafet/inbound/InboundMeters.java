package io.estafet.inbound;

import io.estafet.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Counts webhook events, and measures the time until the work on a payload is done. */
@Singleton
final class InboundMeters {

    private final MeterRegistry registry;
    private final Timer lag;

    InboundMeters(MeterRegistry registry) {
        this.registry = registry;
        this.lag = Timer.builder(Meters.WEBHOOK_LAG)
                .description("From a webhook's arrival until its work is done")
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5))
                .register(registry);
    }

    void count(EventKind kind, EventResult result, int items) {
        registry.counter(Meters.WEBHOOK_EVENTS, Meters.KIND, kind.word(), Meters.RESULT, result.word())
                .increment(items);
    }

    void worked(Duration sinceReceived) {
        lag.record(sinceReceived.isNegative() ? Duration.ZERO : sinceReceived);
    }
}
