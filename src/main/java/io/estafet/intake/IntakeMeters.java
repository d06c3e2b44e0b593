package io.estafet.intake;

import io.estafet.message.Category;
import io.estafet.message.SenderId;
import io.estafet.metrics.Meters;
import io.estafet.metrics.SenderLabel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts messages that are accepted and messages that are refused. Thread-safe. */
@Singleton
public final class IntakeMeters {

    private final Map<String, Map<Category, Counter>> accepted = new ConcurrentHashMap<>();
    private final Map<Source, Map<IntakeCode, Counter>> refused = new EnumMap<>(Source.class);
    private final MeterRegistry registry;
    private final SenderLabel label;

    public IntakeMeters(MeterRegistry registry, SenderLabel label) {
        this.registry = registry;
        this.label = label;
        for (Source source : Source.values()) {
            Map<IntakeCode, Counter> codes = new EnumMap<>(IntakeCode.class);
            for (IntakeCode code : IntakeCode.values()) {
                codes.put(code, refusedCounter(source, code));
            }
            refused.put(source, codes);
        }
        label.onGivenUp(this::remove);
    }

    void accepted(SenderId sender, Category category) {
        accepted.computeIfAbsent(label.of(sender.value()), name -> new ConcurrentHashMap<>())
                .computeIfAbsent(category, of -> acceptedCounter(label.of(sender.value()), of))
                .increment();
    }

    /** Counts a refusal. Readers also count here what they refuse before it becomes a message. */
    public void refused(Source source, IntakeCode code) {
        Map<IntakeCode, Counter> codes = refused.get(source);
        Counter counter = codes == null ? null : codes.get(code);
        if (counter != null) {
            counter.increment();
        }
    }

    private void remove(String sender) {
        Map<Category, Counter> counters = accepted.remove(sender);
        if (counters != null) {
            counters.values().forEach(registry::remove);
        }
    }

    private Counter acceptedCounter(String sender, Category category) {
        return Counter.builder(Meters.MESSAGES_ACCEPTED)
                .description("Messages accepted, replays not counted")
                .tag(Meters.SENDER, sender)
                .tag(Meters.CATEGORY, category.word())
                .register(registry);
    }

    private Counter refusedCounter(Source source, IntakeCode code) {
        return Counter.builder(Meters.INTAKE_REFUSED)
                .description("Messages not accepted, by where they came in and why")
                .tag(Meters.SOURCE, source.word())
                .tag(Meters.CODE, code.word())
                .register(registry);
    }
}
