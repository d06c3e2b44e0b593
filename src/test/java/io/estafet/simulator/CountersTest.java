package io.estafet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counters behind the violations, against the plainest models of the same rules. */
class CountersTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 24L * 3600 * 1000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void slidingSecondCountsLikeAListOfTimes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SlidingSecond window = new SlidingSecond();
        ArrayDeque<Long> model = new ArrayDeque<>();
        int peak = 0;
        long now = -5 * SECOND;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(10) == 0 ? random.nextLong(2 * SECOND) : random.nextLong(10_000_000);
            model.add(now);
            while (model.peek() <= now - SECOND) {
                model.poll();
            }
            peak = Math.max(peak, model.size());
            assertThat(window.add(now)).isEqualTo(model.size());
        }
        assertThat(window.peak()).isEqualTo(peak);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void bucketNeverRefusesWhoStaysWithinTheRateInEveryWindow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rate = 1 + random.nextInt(200);
        TokenBucket bucket = new TokenBucket(rate, 0);
        ArrayDeque<Long> sent = new ArrayDeque<>();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            // As greedy and as bursty as the rule lets one be.
            now += random.nextInt(5) == 0 ? random.nextLong(SECOND) : 0;
            if (sent.size() == rate) {
                now = Math.max(now, sent.peek() + SECOND);
            }
            while (!sent.isEmpty() && sent.peek() <= now - SECOND) {
                sent.poll();
            }
            sent.add(now);
            assertThat(bucket.take(now)).isTrue();
        }
    }

    @Test
    void bucketRefusesAboveTheRateInTheLongRun() {
        TokenBucket bucket = new TokenBucket(80, 0);
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            taken += bucket.take(i * 10_000_000L) ? 1 : 0;
        }

        assertThat(taken).isBetween(80 + 790, 80 + 800);
    }

    @Test
    void pairAdmitsABurstAndThenOneInSixSeconds() {
        PairRate pairs = new PairRate();
        long now = 1_000_000;
        for (int i = 0; i < 45; i++) {
            assertThat(pairs.admits("a", now)).isTrue();
            pairs.charge("a", now);
        }

        assertThat(pairs.admits("a", now)).isFalse();
        assertThat(pairs.admits("b", now)).isTrue();
        assertThat(pairs.admits("a", now + 5_999)).isFalse();
        assertThat(pairs.admits("a", now + 6_000)).isTrue();
        // A clock set back by a day leaves at most the longest time that may be borrowed.
        assertThat(pairs.admits("a", now - DAY + 6_000)).isFalse();
        pairs.charge("a", now - DAY);
        assertThat(pairs.admits("a", now - DAY + 12_000)).isTrue();
    }

    @Test
    void peopleCountUntilTheirLastChargeIsADayOldOrGivenBack() {
        UniquePeople people = new UniquePeople();
        people.charge("a", 1_000);
        var second = people.charge("a", 2_000);
        people.charge("b", 2_000);
        assertThat(people.count(2_000)).isEqualTo(2);

        people.release(second);
        people.release(second);
        assertThat(people.contains("a", 2_000)).isTrue();
        assertThat(people.count(DAY + 999)).isEqualTo(2);
        assertThat(people.contains("a", DAY + 1_000)).isFalse();
        assertThat(people.count(DAY + 1_999)).isEqualTo(1);
        assertThat(people.count(DAY + 2_000)).isZero();
    }

    @Test
    void callbackIdEndsBeforeTheLastDot() {
        assertThat(Callbacks.idOf("a.b.7")).isEqualTo("a.b");
        assertThat(Callbacks.idOf("plain")).isEqualTo("plain");
        assertThat(Callbacks.idOf("")).isNull();
        assertThat(Callbacks.idOf(null)).isNull();
    }

    @Test
    void waIdKnowsBrazilAndMexico() {
        assertThat(WaId.of("+55 (51) 99999-0001")).isEqualTo("555199990001");
        assertThat(WaId.of("+5511999990001")).isEqualTo("5511999990001");
        assertThat(WaId.of("+525512345678")).isEqualTo("5215512345678");
        assertThat(WaId.of("+62 812-0000")).isEqualTo("628120000");
    }

    @Test
    void lognormalKeepsItsMedianAndItsTail() {
        SplittableRandom random = new SplittableRandom(3);
        Distribution distribution = Distribution.lognormal(100, 1_000);
        long[] drawn = java.util.stream.LongStream.range(0, 20_001)
                .map(i -> distribution.draw(random))
                .sorted()
                .toArray();

        assertThat(drawn[10_000]).isBetween(90L, 110L);
        assertThat(drawn[19_800]).isBetween(800L, 1_200L);
    }

    @Test
    void fatesAreMostlyOrdinary() {
        int ordinary = 0;
        for (int ending = 0; ending < 100; ending++) {
            String person = "62812000%02d".formatted(ending);
            ordinary += Fate.of(person, true, true) == Fate.ORDINARY ? 1 : 0;
        }

        assertThat(ordinary).isEqualTo(79);
        assertThat(Fate.of("6281200049", true, false)).isEqualTo(Fate.ORDINARY);
        assertThat(Fate.of("6281200070", false, false)).isEqualTo(Fate.ORDINARY);
        assertThat(Fate.of("US.ABC", true, true)).isEqualTo(Fate.ORDINARY);
    }
}
