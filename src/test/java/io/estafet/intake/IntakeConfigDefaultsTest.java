package io.estafet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The defaults that the contract and {@code docs/configuration.md} name. */
class IntakeConfigDefaultsTest {

    private final IntakeConfig config = new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(IntakeConfig.class)
            .build()
            .getConfigMapping(IntakeConfig.class);

    @Test
    void messagesExpireByCategory() {
        Map<Category, Duration> expected = Map.of(
                Category.AUTHENTICATION, Duration.ofMinutes(10),
                Category.SERVICE, Duration.ofHours(24),
                Category.UTILITY, Duration.ofHours(24),
                Category.MARKETING, Duration.ofDays(7));
        for (Category category : Category.values()) {
            assertThat(config.expiry().of(category)).isEqualTo(expected.get(category));
        }
    }

    @Test
    void bounds() {
        assertThat(config.maxAhead()).isEqualTo(Duration.ofDays(30));
        assertThat(config.maxLife()).isEqualTo(Duration.ofDays(366));
        assertThat(config.maxQueuedPerSender()).isEqualTo(1_000_000);
        assertThat(config.maxQueuedPerPortfolio()).isEqualTo(2_000_000);
        assertThat(config.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aCallerHasAnAnswerWithinASecond() {
        assertThat(config.patience()).isLessThan(Duration.ofSeconds(1));
        assertThat(config.redisPatience().plus(config.peoplePatience())).isLessThan(config.patience());
        assertThat(config.depthAge()).isEqualTo(Duration.ofMillis(250));
    }

    /** A message can wait where it arrives and in the line of its portfolio. */
    @Test
    void aCallerWhoWaitsForATurnHasAnAnswerWithinThree() {
        assertThat(config.waiting()).isEqualTo(4096);
        assertThat(config.waitingPatience().multipliedBy(2).plus(config.patience()))
                .isLessThan(Duration.ofSeconds(3));
    }
}
