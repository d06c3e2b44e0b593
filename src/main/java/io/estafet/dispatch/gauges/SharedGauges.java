package io.estafet.dispatch.gauges;

import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.metrics.Meters;
import io.estafet.metrics.SenderLabel;
import io.estafet.queue.Depths;
import io.estafet.sender.Portfolio;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * Shows the state that all replicas share, as it was last read. Numbers without a label of their own are summed as
 * {@code other}; for the age of the oldest message their maximum is shown. One reading updates it at a time; scrapes
 * read at any time.
 */
@Singleton
final class SharedGauges {

    private static final String SHARED = "; shared by all replicas, so max by (%s), not sum";

    private final SenderLabel label;
    private final MultiGauge messages;
    private final MultiGauge oldest;
    private final MultiGauge pauses;
    private final MultiGauge unknown;
    private final MultiGauge limits;
    private final MultiGauge used;

    /** A number's state at one moment. */
    record Reading(Depths depths, Set<Reason> pauses) {

        boolean isActive() {
            return depths.aside() + depths.taken() > 0 || !depths.heads().isEmpty() || !pauses.isEmpty();
        }
    }

    /** A portfolio's limit at one moment. */
    record Limit(long limit, long used) {

        double orInfinity() {
            return limit == Portfolio.UNLIMITED ? Double.POSITIVE_INFINITY : limit;
        }
    }

    SharedGauges(MeterRegistry registry, SenderLabel label) {
        this.label = label;
        this.messages = MultiGauge.builder(Meters.QUEUE_MESSAGES)
                .description(
                        "Messages in the queue: queued in a lane, held aside or sending; category any: not told apart"
                                + SHARED.formatted("sender, category, state"))
                .register(registry);
        this.oldest = MultiGauge.builder(Meters.QUEUE_OLDEST)
                .description("Since the acceptance of the message at the head of the lane; 0: the lane is empty"
                        + SHARED.formatted("sender, category"))
                .baseUnit(Meters.SECONDS)
                .register(registry);
        this.pauses = MultiGauge.builder(Meters.PAUSES)
                .description("Pauses in force" + SHARED.formatted("sender, reason"))
                .register(registry);
        this.unknown = MultiGauge.builder(Meters.UNKNOWN_MESSAGES)
                .description("Messages that were handed over and not answered" + SHARED.formatted("sender"))
                .register(registry);
        this.limits = MultiGauge.builder(Meters.LIMIT_RECIPIENTS)
                .description("Unique people that the portfolio may reach in 24 h" + SHARED.formatted("portfolio"))
                .register(registry);
        this.used = MultiGauge.builder(Meters.LIMIT_RECIPIENTS_USED)
                .description("Unique people that the portfolio reached in 24 h" + SHARED.formatted("portfolio"))
                .register(registry);
    }

    /** A number with messages in its queue is active: it gets a label as long as there are labels. */
    void numbers(Map<SenderId, Reading> readings, long nowMillis) {
        Rows queued = new Rows(Double::sum);
        Rows ages = new Rows(Math::max);
        Rows paused = new Rows(Double::sum);
        readings.forEach((sender, reading) -> {
            String name = reading.isActive() ? label.of(sender.value()) : nameOf(sender);
            Tags tags = Tags.of(Meters.SENDER, name);
            Depths depths = reading.depths();
            for (Category category : Category.values()) {
                Tags lane = tags.and(Meters.CATEGORY, category.word());
                queued.add(
                        lane.and(Meters.STATE, State.QUEUED.word()),
                        depths.waiting().getOrDefault(category, 0L));
                ages.add(lane, ageSeconds(depths, category, nowMillis));
            }
            Tags any = tags.and(Meters.CATEGORY, Meters.ANY);
            queued.add(any.and(Meters.STATE, State.HELD.word()), (double) depths.aside());
            queued.add(any.and(Meters.STATE, State.SENDING.word()), (double) depths.taken());
            reading.pauses().forEach(reason -> paused.add(tags.and(Meters.REASON, reason.word()), 1));
        });
        messages.register(queued.all(), true);
        oldest.register(ages.all(), true);
        pauses.register(paused.all(), true);
    }

    void portfolios(Map<PortfolioId, Limit> readings) {
        Rows allowed = new Rows(Double::sum);
        Rows counted = new Rows(Double::sum);
        readings.forEach((portfolio, limit) -> {
            Tags tags = Tags.of(Meters.PORTFOLIO, portfolio.value());
            allowed.add(tags, limit.orInfinity());
            counted.add(tags, (double) limit.used());
        });
        limits.register(allowed.all(), true);
        used.register(counted.all(), true);
    }

    /** @param known numbers that show a zero when they have no such messages */
    void unknown(Map<SenderId, Long> counts, Set<SenderId> known) {
        Rows rows = new Rows(Double::sum);
        known.forEach(sender -> rows.add(Tags.of(Meters.SENDER, nameOf(sender)), 0));
        counts.forEach((sender, count) -> rows.add(Tags.of(Meters.SENDER, nameOf(sender)), count));
        unknown.register(rows.all(), true);
    }

    private String nameOf(SenderId sender) {
        return label.isNamed(sender.value()) ? sender.value() : Meters.OTHER;
    }

    private static double ageSeconds(Depths depths, Category category, long nowMillis) {
        var head = depths.heads().get(category);
        return head == null ? 0 : Math.max(0, nowMillis - head.epochMillis()) / 1_000.0;
    }

    /** Values by labels. */
    private static final class Rows {

        private final Map<Tags, Double> values = new HashMap<>();
        private final BinaryOperator<Double> together;

        Rows(BinaryOperator<Double> together) {
            this.together = together;
        }

        void add(Tags tags, double value) {
            values.merge(tags, value, together);
        }

        List<Row<?>> all() {
            return values.entrySet().stream()
                    .<Row<?>>map(row -> Row.of(row.getKey(), row.getValue()))
                    .toList();
        }
    }
}
