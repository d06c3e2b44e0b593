package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.queue.Entry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which message begins next and when, and which come too late. */
class StartScheduleTest {

    private static final int FAST = 1_000;
    private static final Duration LATE = LoopConfigs.LATE_START;

    private final StartSchedule schedule = new StartSchedule(
            new LoopTimes(new LoopConfigs.Dispatch(), new LoopConfigs.Gates(), new RecordedPorts.Accepting()));

    @Test
    void theFirstMessageWaitsForItsInstant() {
        InflightMessage message = ahead(Duration.ofSeconds(1));
        schedule.add(message);

        assertThat(schedule.waitNanos(FAST, message.startNanos() - 5)).isEqualTo(5);
        assertThat(schedule.waitNanos(FAST, message.startNanos())).isZero();
    }

    @Test
    void messagesBeginInTheOrderOfTheirInstants() {
        InflightMessage first = ahead(Duration.ZERO);
        InflightMessage second = ahead(Duration.ZERO);
        schedule.add(first);
        schedule.add(second);

        assertThat(schedule.removeFirst()).isSameAs(first);
        assertThat(schedule.removeFirst()).isSameAs(second);
        assertThat(schedule.isEmpty()).isTrue();
    }

    @Test
    void neverFasterThanTheThroughput() {
        InflightMessage message = ahead(Duration.ZERO);
        schedule.add(message);
        assertThat(schedule.waitNanos(1, message.startNanos())).isZero();

        schedule.depart(message.startNanos()).left(message.startNanos());

        assertThat(schedule.waitNanos(1, message.startNanos() + 1_000_000))
                .isGreaterThan(Duration.ofMillis(900).toNanos());
    }

    @Test
    void aChangedThroughputHoldsFromTheNextRequestOn() {
        InflightMessage message = ahead(Duration.ZERO);
        schedule.add(message);
        schedule.waitNanos(1, message.startNanos());
        schedule.depart(message.startNanos()).left(message.startNanos());

        assertThat(schedule.waitNanos(2, message.startNanos())).isZero();
    }

    @Test
    void whatIsTooLateIsRemovedFromTheHead() {
        InflightMessage late = ahead(Duration.ZERO);
        InflightMessage inTime = ahead(Duration.ofSeconds(1));
        schedule.add(late);
        schedule.add(inTime);

        assertThat(schedule.removeLate(late.startNanos() + LATE.toNanos())).isEmpty();
        assertThat(schedule.removeLate(late.startNanos() + LATE.toNanos() + 1)).containsExactly(late);
        assertThat(schedule.removeAll()).containsExactly(inTime);
    }

    @Test
    void anExpiredMessageIsRemovedThoughItIsInTime() {
        Entry expired = TestMessages.expiringAt(Instant.now());
        InflightMessage message = TestMessages.taken(RecordedPorts.PORTFOLIO, expired, Duration.ZERO);
        schedule.add(message);

        assertThat(schedule.removeLate(message.startNanos() + 1)).containsExactly(message);
    }

    @Test
    void removesAllInTheirOrder() {
        InflightMessage first = ahead(Duration.ZERO);
        InflightMessage second = ahead(Duration.ofSeconds(1));
        schedule.add(first);
        schedule.add(second);

        assertThat(schedule.removeAll()).containsExactly(first, second);
        assertThat(schedule.isEmpty()).isTrue();
    }

    /** Free slots, and the messages of a horizon of 200 ms and one more. */
    @Test
    void roomIsWhatMayBeginWithinTheHorizon() {
        assertThat(schedule.room(100, 10)).isEqualTo(10 + 20 + 1);
    }

    @Test
    void whatWaitsAndWhatWaitsForItsRightTakeRoom() {
        schedule.add(ahead(Duration.ZERO));
        schedule.expect(3);
        assertThat(schedule.room(100, 10)).isEqualTo(31 - 1 - 3);

        schedule.expect(-3);
        assertThat(schedule.room(100, 10)).isEqualTo(31 - 1);
    }

    @Test
    void roomGrowsWithStartsInTimeAndShrinksWithLateOnes() {
        assertThat(schedule.room(10_000, 100)).isEqualTo(64);

        schedule.add(ahead(Duration.ZERO));
        schedule.removeFirst();
        assertThat(schedule.room(10_000, 100)).isEqualTo(65);

        InflightMessage late = ahead(Duration.ZERO);
        schedule.add(late);
        schedule.removeLate(late.startNanos() + LATE.toNanos() + 1);
        assertThat(schedule.room(10_000, 100)).isEqualTo(32);
    }

    private static InflightMessage ahead(Duration ahead) {
        return TestMessages.taken(RecordedPorts.PORTFOLIO, TestMessages.entry(), ahead);
    }
}
