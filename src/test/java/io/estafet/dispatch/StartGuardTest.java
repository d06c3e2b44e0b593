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
    private static final long WINDOW = 1_018_979_591L;
    private static final int HEADROOM = 20;

    @Test
    void letsASecondsWorthGoAndThenNone() {
        // Given
        StartGuard guard = new StartGuard(3, HEADROOM);
        for (long at = 0; at < 900 * MILLI; at += 300 * MILLI) {
            assertThat(guard.waitNanos(at)).isZero();
            guard.begin(at).left(at);
        }

        // When
        long wait = guard.waitNanos(900 * MILLI);

        // Then: more than a second after the first, and what they may catch up with each other on their way
        assertThat(wait).isEqualTo(WINDOW + 1 - 900 * MILLI);
        assertThat(guard.waitNanos(WINDOW + 1)).isZero();
    }

    @Test
    void whatMayCatchUpOnItsWayGrowsWithTheHeadroom() {
        // Given
        StartGuard guard = new StartGuard(1, 100);

        // When
        guard.begin(0).left(0);

        // Then: a ninth of a second is free, and most of it is kept so
        assertThat(guard.waitNanos(0)).isBetween(1_100 * MILLI, 1_111 * MILLI);
    }

    @Test
    void makesGoodWhatIsLateWithoutABurst() {
        // Given: eighty a second, and many are late
        StartGuard guard = new StartGuard(80, HEADROOM);
        guard.begin(0).left(0);

        // When, Then: 0.9 / 80 s after the one before, less what a timer cannot tell apart
        assertThat(guard.waitNanos(0)).isEqualTo(11_250_000L - 5 * MILLI);
    }

    @Test
    void countsWhatHasBegunAndNotLeft() {
        // Given
        StartGuard guard = new StartGuard(2, HEADROOM);
        guard.begin(0);
        StartGuard.Departure second = guard.begin(0);

        // When, Then
        assertThat(guard.waitNanos(5 * SECOND)).isPositive();
        second.over();
        assertThat(guard.waitNanos(5 * SECOND)).isZero();
    }

    @Test
    void neverMoreThanTheThroughputInAnySecondHoweverLateTheyLeave() {
        for (long seed = 1; seed <= 200; seed++) {
            // Given
            Random random = new Random(seed);
            int throughput = 1 + random.nextInt(20);
            StartGuard guard = new StartGuard(throughput, HEADROOM);
            Deque<Leaving> leaving = new ArrayDeque<>();
            List<Long> left = new ArrayList<>();

            // When: many try to begin, and leave after random delays, in their order
            for (long now = 0; now < 20 * SECOND; now += MILLI * (1 + random.nextInt(20))) {
                while (!leaving.isEmpty() && leaving.element().at() <= now) {
                    leaving.remove().departure().left(now);
                    left.add(now);
                }
                if (guard.waitNanos(now) == 0) {
                    long at = now + (random.nextInt(10) == 0 ? random.nextInt(500) * MILLI : 0);
                    leaving.add(new Leaving(guard.begin(now), at));
                }
            }

            // Then
            for (int i = throughput; i < left.size(); i++) {
                assertThat(left.get(i) - left.get(i - throughput))
                        .as("seed %d", seed)
                        .isGreaterThan(WINDOW);
            }
            assertThat(left).as("seed %d", seed).hasSizeGreaterThan(throughput * 5);
        }
    }

    /** A request that leaves at a time. */
    private record Leaving(StartGuard.Departure departure, long at) {}
}
