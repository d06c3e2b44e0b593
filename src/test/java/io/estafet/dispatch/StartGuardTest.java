package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StartGuardTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void letsASecondsWorthGoAtOnceAndThenNone() {
        // Given
        StartGuard guard = new StartGuard(3);
        for (int i = 0; i < 3; i++) {
            assertThat(guard.waitNanos(0)).isZero();
            guard.begun();
            guard.left(0);
        }

        // When
        long wait = guard.waitNanos(400 * MILLI);

        // Then: more than a second after the first
        assertThat(wait).isEqualTo(600 * MILLI + 1);
        assertThat(guard.waitNanos(SECOND + 1)).isZero();
    }

    @Test
    void countsWhatHasBegunAndNotLeft() {
        // Given
        StartGuard guard = new StartGuard(2);
        guard.begun();
        guard.begun();

        // When, Then
        assertThat(guard.waitNanos(5 * SECOND)).isPositive();
        guard.neverLeft();
        assertThat(guard.waitNanos(5 * SECOND)).isZero();
    }

    @Test
    void neverMoreThanTheThroughputInAnySecondHoweverLateTheyLeave() {
        for (long seed = 1; seed <= 200; seed++) {
            // Given
            Random random = new Random(seed);
            int throughput = 1 + random.nextInt(20);
            StartGuard guard = new StartGuard(throughput);
            Deque<Long> leaving = new ArrayDeque<>();
            List<Long> left = new ArrayList<>();

            // When: many try to begin, and leave after random delays, in their order
            for (long now = 0; now < 20 * SECOND; now += MILLI * (1 + random.nextInt(20))) {
                while (!leaving.isEmpty() && leaving.element() <= now) {
                    leaving.remove();
                    guard.left(now);
                    left.add(now);
                }
                if (guard.waitNanos(now) == 0) {
                    guard.begun();
                    leaving.add(now + (random.nextInt(10) == 0 ? random.nextInt(500) * MILLI : 0));
                }
            }

            // Then
            for (int i = throughput; i < left.size(); i++) {
                assertThat(left.get(i) - left.get(i - throughput))
                        .as("seed %d", seed)
                        .isGreaterThan(SECOND);
            }
            assertThat(left).as("seed %d", seed).hasSizeGreaterThan(throughput * 5);
        }
    }
}
