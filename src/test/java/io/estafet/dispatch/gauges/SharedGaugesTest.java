package io.estafet.dispatch.gauges;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.delivery.TestConfigs;
import io.estafet.dispatch.TestMessages;
import io.estafet.dispatch.gauges.SharedGauges.Limit;
import io.estafet.dispatch.gauges.SharedGauges.Reading;
import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.metrics.Meters;
import io.estafet.metrics.SenderLabel;
import io.estafet.queue.Depths;
import io.estafet.sender.Portfolio;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How readings become gauges. */
class SharedGaugesTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final SenderId FIRST = new SenderId("first");
    private static final SenderId SECOND = new SenderId("second");
    private static final SenderId THIRD = new SenderId("third");
    private static final Reading IDLE = reading(0, 0, NOW, Set.of());

    private final MeterRegistry registry = new SimpleMeterRegistry();
    /** One number may have a label of its own. */
    private final SenderLabel label =
            new SenderLabel(new TestConfigs.Metrics(1, Duration.ofMinutes(10)), InstantSource.system());

    private final SharedGauges gauges = new SharedGauges(registry, label);

    @Test
    void aNumbersMessagesAreShownByCategoryAndState() {
        numbers(Map.of(FIRST, reading(3, 60, NOW.minusSeconds(9), Set.of())));

        assertThat(messages("first", "utility", "queued")).isEqualTo(3);
        assertThat(messages("first", "marketing", "queued")).isZero();
        assertThat(messages("first", "any", "held")).isEqualTo(60);
        assertThat(messages("first", "any", "sending")).isEqualTo(2);
    }

    @Test
    void theAgeOfALaneIsThatOfItsFirstMessage() {
        numbers(Map.of(FIRST, reading(3, 0, NOW.minusSeconds(9), Set.of())));

        assertThat(age("first", "utility")).isEqualTo(9);
        assertThat(age("first", "marketing")).as("an empty lane").isZero();
    }

    /** The clocks of two replicas differ. */
    @Test
    void anAgeIsNeverNegative() {
        numbers(Map.of(FIRST, reading(3, 0, NOW.plusSeconds(9), Set.of())));

        assertThat(age("first", "utility")).isZero();
    }

    @Test
    void numbersWithoutALabelAreSummedAndTheOldestOfThemIsShown() {
        label.of("first");
        numbers(Map.of(
                SECOND, reading(3, 0, NOW.minusSeconds(5), Set.of()),
                THIRD, reading(4, 0, NOW.minusSeconds(8), Set.of())));

        assertThat(messages("other", "utility", "queued")).isEqualTo(7);
        assertThat(age("other", "utility")).isEqualTo(8);
    }

    @Test
    void onlyAnActiveNumberTakesALabel() {
        numbers(Map.of(FIRST, IDLE));
        assertThat(label.isNamed("first")).isFalse();

        numbers(Map.of(FIRST, reading(0, 0, NOW, Set.of(Reason.QUALITY))));
        assertThat(label.isNamed("first")).isTrue();
    }

    @Test
    void pausesAreShownByReason() {
        numbers(Map.of(FIRST, reading(0, 0, NOW, Set.of(Reason.QUALITY, Reason.SENDER_PAUSED))));

        assertThat(value(Meters.PAUSES, Meters.SENDER, "first", Meters.REASON, "quality"))
                .isEqualTo(1);
        assertThat(value(Meters.PAUSES, Meters.SENDER, "first", Meters.REASON, "sender-paused"))
                .isEqualTo(1);
    }

    @Test
    void whatIsNoLongerReadVanishes() {
        numbers(Map.of(FIRST, reading(3, 0, NOW, Set.of(Reason.QUALITY))));

        numbers(Map.of());

        assertThat(series(Meters.QUEUE_MESSAGES)).isEmpty();
        assertThat(series(Meters.QUEUE_OLDEST)).isEmpty();
        assertThat(series(Meters.PAUSES)).isEmpty();
    }

    @Test
    void aPortfoliosLimitAndItsUsageAreShown() {
        gauges.portfolios(Map.of(
                new PortfolioId("one"), new Limit(1_000, 400),
                new PortfolioId("two"), new Limit(Portfolio.UNLIMITED, 9)));

        assertThat(value(Meters.LIMIT_RECIPIENTS, Meters.PORTFOLIO, "one")).isEqualTo(1_000);
        assertThat(value(Meters.LIMIT_RECIPIENTS_USED, Meters.PORTFOLIO, "one")).isEqualTo(400);
        assertThat(value(Meters.LIMIT_RECIPIENTS, Meters.PORTFOLIO, "two")).isInfinite();
    }

    @Test
    void unknownMessagesAreShownWithAZeroForNumbersThatHaveNone() {
        label.of("first");

        gauges.unknown(Map.of(SECOND, 2L, THIRD, 3L), Set.of(FIRST, SECOND));

        assertThat(value(Meters.UNKNOWN_MESSAGES, Meters.SENDER, "first")).isZero();
        assertThat(value(Meters.UNKNOWN_MESSAGES, Meters.SENDER, "other")).isEqualTo(5);
    }

    private void numbers(Map<SenderId, Reading> readings) {
        gauges.numbers(readings, NOW.toEpochMilli());
    }

    /** Two messages are taken when any wait. */
    private static Reading reading(long queued, long aside, Instant oldest, Set<Reason> pauses) {
        boolean isIdle = queued == 0;
        return new Reading(
                new Depths(
                        Map.of(Category.UTILITY, queued),
                        isIdle ? Map.of() : Map.of(Category.UTILITY, TestMessages.id(oldest)),
                        aside,
                        isIdle ? 0 : 2),
                pauses);
    }

    private double messages(String sender, String category, String state) {
        return value(Meters.QUEUE_MESSAGES, Meters.SENDER, sender, Meters.CATEGORY, category, Meters.STATE, state);
    }

    private double age(String sender, String category) {
        return value(Meters.QUEUE_OLDEST, Meters.SENDER, sender, Meters.CATEGORY, category);
    }

    private double value(String meter, String... tags) {
        return registry.get(meter).tags(tags).gauge().value();
    }

    private Collection<Gauge> series(String meter) {
        return registry.find(meter).gauges();
    }
}
