package io.estafet.delivery;

import io.estafet.message.SenderId;
import io.estafet.metrics.Meters;
import io.estafet.metrics.SenderLabel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Counts requests and errors by number, and shows the in-flight limits. Thread-safe, and cheap enough for the hot path.
 */
@Singleton
public final class DeliveryMeters {

    private static final Logger LOG = Logger.getLogger(DeliveryMeters.class);
    private static final int REMEMBERED_UNKNOWN_CODES = 100;
    private static final Duration[] BUCKETS = Stream.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Map<String, PerSender> senders = new ConcurrentHashMap<>();
    private final Map<Integer, Boolean> unknownCodes = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final SenderLabel label;
    private final InflightLimits limits;
    private final ErrorTable table;

    public DeliveryMeters(MeterRegistry registry, SenderLabel label, InflightLimits limits, ErrorTable table) {
        this.registry = registry;
        this.label = label;
        this.limits = limits;
        this.table = table;
        label.onGivenUp(this::remove);
    }

    /** Counts one request. */
    public void record(SenderId sender, DeliveryResult result, long nanos) {
        PerSender meters = senders.computeIfAbsent(label.of(sender.value()), PerSender::new);
        meters.request(result.kind()).record(Duration.ofNanos(nanos));
        if (result instanceof DeliveryResult.Refused refused) {
            meters.error(refused.code()).increment();
            warnOnceIfUnknown(refused.code());
        }
    }

    /**
     * The log line beside the metric: a code without a row needs one. It is written once per code, so that a storm does
     * not fill the log.
     */
    private void warnOnceIfUnknown(int code) {
        if (!table.knows(code)
                && unknownCodes.size() < REMEMBERED_UNKNOWN_CODES
                && unknownCodes.putIfAbsent(code, true) == null) {
            LOG.warnf("WhatsApp answered an error code that has no row in our table, code=%d", code);
        }
    }

    private void remove(String senderLabel) {
        PerSender meters = senders.remove(senderLabel);
        if (meters != null) {
            meters.all().forEach(registry::remove);
        }
    }

    /** The meters of one value of the label. */
    private final class PerSender {

        private final String value;
        private final Map<DeliveryResult.Kind, Timer> requests = new ConcurrentHashMap<>();
        private final Map<Integer, Counter> errors = new ConcurrentHashMap<>();
        private final List<Gauge> gauges;

        PerSender(String value) {
            this.value = value;
            gauges = List.of(
                    gauge(Meters.INFLIGHT, "Requests under way from this replica", InflightLimit::inflight),
                    gauge(Meters.INFLIGHT_LIMIT, "How many may be under way from this replica", InflightLimit::limit));
        }

        Timer request(DeliveryResult.Kind kind) {
            return requests.computeIfAbsent(kind, this::timer);
        }

        Counter error(int code) {
            // Only codes of the table become labels: a server other than WhatsApp's could answer any number.
            return table.knows(code)
                    ? errors.computeIfAbsent(code, known -> counter(Integer.toString(known)))
                    : errors.computeIfAbsent(-1, any -> counter(Meters.OTHER));
        }

        Stream<Meter> all() {
            return Stream.of(requests.values(), errors.values(), gauges).flatMap(meters -> meters.stream());
        }

        private Timer timer(DeliveryResult.Kind kind) {
            return Timer.builder(Meters.API_REQUEST)
                    .description("Requests to the WhatsApp API by how they ended")
                    .tag(Meters.SENDER, value)
                    .tag(Meters.OUTCOME, kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
        }

        private Counter counter(String code) {
            return Counter.builder(Meters.API_ERRORS)
                    .description("Errors that the WhatsApp API answered; other: codes without a row in our table")
                    .tag(Meters.SENDER, value)
                    .tag(Meters.CODE, code)
                    .register(registry);
        }

        private Gauge gauge(String name, String description, ToIntFunction<InflightLimit> number) {
            Predicate<SenderId> mine = value.equals(Meters.OTHER)
                    ? sender -> !label.isNamed(sender.value())
                    : sender -> sender.value().equals(value);
            return Gauge.builder(name, limits, all -> all.sum(mine, number))
                    .description(description)
                    .tag(Meters.SENDER, value)
                    .register(registry);
        }
    }
}
