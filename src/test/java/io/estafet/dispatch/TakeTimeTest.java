package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TakeTimeTest {

    private static final Instant REDIS = Instant.parse("2026-11-29T10:00:00Z");

    private final TakeTime taken = new TakeTime(REDIS.toEpochMilli(), -500);

    @Test
    void isTheClockOfRedisAtTheTake() {
        assertThat(taken.instant()).isEqualTo(REDIS);
        assertThat(taken.at(-500)).isEqualTo(REDIS);
    }

    @Test
    void laterMomentsAreAsMuchLaterByTheClockOfRedis() {
        assertThat(taken.at(1_500)).isEqualTo(REDIS.plusNanos(2_000));
    }
}
