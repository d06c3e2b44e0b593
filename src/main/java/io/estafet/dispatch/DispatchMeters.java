package io.estafet.dispatch;

import io.estafet.delivery.Verdict;
import io.estafet.message.Category;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.metrics.Meters;
import io.estafet.metrics.SenderLabel;
import io.estafet.queue.Entry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Counts what the dispatch loops do. Thread-safe. */
@Singleton
final class DispatchMeters {

    private static final Duration[] BUCKETS = Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000, 600_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Map<Category, Timer> latency = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final SenderLabel label;

    DispatchMeters(MeterRegistry registry, SenderLabel label) {
        this.registry = registry;
        this.label = label;
    }

    /**
     * A registry outlives a program that is started again in the same process. The old gauge is removed, since it would
     * go on asking the earlier program.
     */
    void journalLag(Supplier<Number> seconds) {
        Optional.ofNullable(registry.find(Meters.JOURNAL_LAG).gauge()).ifPresent(registry::remove);
        Gauge.builder(Meters.JOURNAL_LAG, seconds)
                .description("Age of this replica's oldest outcome that is not journalled yet; 0: none")
                .baseUnit(Meters.SECONDS)
                .register(registry);
    }

    void decided(SenderId sender, Category category, Reason reason) {
        count(sender, category, reason.state(), Optional.of(reason));
    }

    void answered(SenderId sender, Entry entry, Verdict verdict, Instant now) {
        count(sender, entry.category(), verdict.state(), verdict.reason());
        if (verdict.state() == State.SENT) {
            long millis = now.toEpochMilli() - entry.id().epochMillis();
            latency.computeIfAbsent(entry.category(), this::timer).record(Duration.ofMillis(Math.max(0, millis)));
        }
    }

    private void count(SenderId sender, Category category, State state, Optional<Reason> reason) {
        registry.counter(
                        Meters.MESSAGES,
                        Tags.of(Meters.SENDER, label.of(sender.value()))
                                .and(Meters.CATEGORY, category.word())
                                .and(Meters.STATE, state.word())
                                .and(Meters.REASON, reason.map(Reason::word).orElse("")))
                .increment();
    }

    private Timer timer(Category category) {
        return Timer.builder(Meters.DISPATCH_LATENCY)
                .description("From acceptance to the API's acceptance")
                .tag(Meters.CATEGORY, category.word())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
