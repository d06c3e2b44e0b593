package io.estafet.dispatch.repair;

import io.estafet.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts what had to be repaired. Thread-safe. */
@Singleton
final class RepairMeters {

    private final MeterRegistry registry;
    private final Counter recovered;

    RepairMeters(MeterRegistry registry) {
        this.registry = registry;
        this.recovered = Counter.builder(Meters.LEASES_RECOVERED)
                .description("Messages whose lease ended without an acknowledgement")
                .register(registry);
    }

    void recovered(int leases) {
        recovered.increment(leases);
    }

    /** @param kind lost or unreadable */
    void damaged(String kind) {
        Counter.builder(Meters.QUEUE_DAMAGE)
                .description("How often part of a portfolio's state in Redis was found gone or unreadable, and rebuilt")
                .tag(Meters.KIND, kind)
                .register(registry)
                .increment();
    }

    /** Messages that wait according to the journal and that the queue had lost. */
    void missing(int messages) {
        Counter.builder(Meters.QUEUE_MISSING)
                .description("Messages that the journal knew, that the queue did not have, and that were put back")
                .register(registry)
                .increment(messages);
    }
}
