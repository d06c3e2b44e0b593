package io.estafet.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.delivery.InflightLimit.Signal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Starts at 16, at most 64, halves, slow above 2 s. Times in nanoseconds from 0. */
class InflightLimitTest {

    private static final long MS = 1_000_000;

    private final InflightLimit limit = new InflightLimit(new TestConfigs.Inflight());

    @Test
    void grantsUpToTheLimitAndNoMore() {
        assertThat(limit.tryAcquire(10)).isEqualTo(10);
        assertThat(limit.tryAcquire(10)).isEqualTo(6);
        assertThat(limit.tryAcquire(1)).isZero();
        assertThat(limit.available()).isZero();
    }

    @Test
    void growsWithEachAnswerThatUsesItUntilTheFirstCut() {
        // When
        round(Signal.ANSWERED, 0, 100 * MS);

        // Then: each answer added one while at least half of the limit was in use
        assertThat(limit.limit()).isEqualTo(22);
    }

    @Test
    void growsByAboutOnePerRoundOfAnswersAfterACut() {
        // Given
        round(Signal.OVERLOADED, 0, 100 * MS);
        assertThat(limit.limit()).isEqualTo(8);

        // When
        round(Signal.ANSWERED, 100 * MS, 200 * MS);
        round(Signal.ANSWERED, 200 * MS, 300 * MS);

        // Then: the last of the eight brings the sum to one, less rounding
        assertThat(limit.limit()).isBetween(9, 10);
    }

    @Test
    void doesNotGrowWhileUnused() {
        for (int i = 0; i < 1_000; i++) {
            limit.tryAcquire(1);
            limit.release(Signal.ANSWERED, i * MS, (i + 1) * MS);
        }

        assertThat(limit.limit()).isEqualTo(16);
    }

    @Test
    void neverGrowsAboveTheMost() {
        for (int i = 0; i < 200; i++) {
            round(Signal.ANSWERED, i * 100 * MS, (i + 1) * 100 * MS);
        }

        assertThat(limit.limit()).isEqualTo(64);
    }

    @Test
    void halvesOncePerRoundWhenThrottled() {
        // When: all sixteen of one round are throttled
        round(Signal.OVERLOADED, 0, 100 * MS);

        // Then
        assertThat(limit.limit()).isEqualTo(8);
        assertThat(limit.throttles()).isEqualTo(1);
    }

    @Test
    void halvesAgainForRequestsThatBeganAfterTheCut() {
        for (int i = 0; i < 10; i++) {
            round(Signal.OVERLOADED, i * 100 * MS + 1, (i + 1) * 100 * MS);
        }

        assertThat(limit.limit()).isEqualTo(1);
        assertThat(limit.throttles()).isEqualTo(10);
        assertThat(limit.tryAcquire(5)).isEqualTo(1);
    }

    @Test
    void cutsWhenAnswersAreSlowThoughTheyAreGood() {
        limit.tryAcquire(1);

        limit.release(Signal.ANSWERED, 0, Duration.ofSeconds(3).toNanos());

        assertThat(limit.limit()).isEqualTo(8);
    }

    @Test
    void forgetsThrottlesAfterAnAnswerToALaterRequestOnly() {
        // Given
        limit.tryAcquire(3);
        limit.release(Signal.OVERLOADED, 0, 100 * MS);

        // When, Then
        limit.release(Signal.ANSWERED, 50 * MS, 120 * MS);
        assertThat(limit.throttles()).isEqualTo(1);
        limit.release(Signal.ANSWERED, 110 * MS, 150 * MS);
        assertThat(limit.throttles()).isZero();
    }

    @Test
    void comesBackToUsefulWidthWithinThirtySecondsOfAStorm() {
        // Given
        for (int i = 0; i < 10; i++) {
            round(Signal.OVERLOADED, i * 100 * MS + 1, (i + 1) * 100 * MS);
        }

        // When: rounds of 100 ms for 30 s
        for (int i = 10; i < 310; i++) {
            round(Signal.ANSWERED, i * 100 * MS + 1, (i + 1) * 100 * MS);
        }

        // Then
        assertThat(limit.limit()).isEqualTo(64);
    }

    @Test
    void cutBelowWhatIsUnderWayGrantsNothingUntilItFits() {
        limit.tryAcquire(16);
        limit.release(Signal.OVERLOADED, 0, 100 * MS);

        assertThat(limit.available()).isZero();
        assertThat(limit.inflight()).isEqualTo(15);
        limit.giveBack(8);
        assertThat(limit.tryAcquire(5)).isEqualTo(1);
    }

    @Test
    void refusesToTakeBackMoreThanItGave() {
        assertThatThrownBy(() -> limit.giveBack(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void worksAcrossTheWrapOfNanoTime() {
        limit.tryAcquire(2);
        limit.release(Signal.OVERLOADED, Long.MAX_VALUE - 10, Long.MAX_VALUE - 5);
        limit.release(Signal.OVERLOADED, Long.MIN_VALUE + 5, Long.MIN_VALUE + 10);

        assertThat(limit.limit()).isEqualTo(4);
    }

    private void round(Signal signal, long began, long now) {
        int taken = limit.tryAcquire(Integer.MAX_VALUE);
        for (int i = 0; i < taken; i++) {
            limit.release(signal, began, now);
        }
    }
}
