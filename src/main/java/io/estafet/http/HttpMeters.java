package io.estafet.http;

import io.estafet.metrics.Meters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Counts refused bodies, streams and large answers, and reports the memory that they hold. */
@Singleton
final class HttpMeters {

    private static final Logger LOG = Logger.getLogger(HttpMeters.class);

    private final MeterRegistry registry;

    HttpMeters(MeterRegistry registry, BodyMemory memory) {
        this.registry = registry;
        Gauge.builder(Meters.HTTP_BODY_MEMORY, memory, BodyMemory::used)
                .description("Bytes of request bodies and of large answers that this replica holds")
                .baseUnit("bytes")
                .register(registry);
    }

    /** A request has its own log line only at level debug: a flood of requests must not become a flood of lines. */
    void refused(TrafficClass traffic, BodyFailure failure) {
        LOG.debugf("request refused traffic=%s reason=%s", traffic.word(), failure.word());
        registry.counter(Meters.HTTP_REFUSED, Meters.KIND, traffic.word(), Meters.REASON, failure.word())
                .increment();
    }
}
