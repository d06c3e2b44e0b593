package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.admission.Taken;
import io.estafet.queue.Entry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A message's times: its instant, its lease and its expiry, by the clock that took it. */
class InflightMessageTest {

    private static final long MILLI = 1_000_000L;
    /** The clock of Redis, which is not this machine's. */
    private static final Instant REDIS = Instant.parse("2026-11-29T10:00:00Z");

    private static final long ASKED = -5 * MILLI;
    private static final long NOW = 3 * MILLI;
    private static final long LATE = 250 * MILLI;
    private static final long LAST_START = 10_000 * MILLI;

    private final Entry entry = TestMessages.expiringAt(REDIS.plusMillis(400));

    @Test
    void beginsAsLongAfterItsTakeAsTheTakeSays() {
        assertThat(message(entry, 20).startNanos()).isEqualTo(NOW + 20 * MILLI);
    }

    @Test
    void isTooLateWhenItsInstantIsLongPast() {
        InflightMessage message = message(entry, 20);

        assertThat(message.isTooLate(NOW + 270 * MILLI, LATE)).isFalse();
        assertThat(message.isTooLate(NOW + 270 * MILLI + 1, LATE)).isTrue();
    }

    /** The lease was given when the take was asked for at the latest. */
    @Test
    void isTooLateWhenItsRequestCouldOutliveItsLease() {
        InflightMessage message = message(entry, 60_000);

        assertThat(message.isTooLate(ASKED + LAST_START, LATE)).isFalse();
        assertThat(message.isTooLate(ASKED + LAST_START + 1, LATE)).isTrue();
    }

    @Test
    void expiresByTheClockOfRedis() {
        InflightMessage message = message(entry, 0);

        assertThat(message.hasExpired(ASKED + 400 * MILLI - 1)).isFalse();
        assertThat(message.hasExpired(ASKED + 400 * MILLI)).isTrue();
    }

    @Test
    void anExpiryBeyondTheRangeOfNanosecondsIsNotPast() {
        InflightMessage message = message(TestMessages.expiringAt(REDIS.plus(Duration.ofDays(200_000))), 0);

        assertThat(message.hasExpired(NOW)).isFalse();
    }

    @Test
    void theNextAttemptHasTheNextNumber() {
        InflightMessage message = message(entry.after(2, 0), 0);

        assertThat(message.attempt().number()).isEqualTo(3);
        assertThat(message.again(7)).isEqualTo(entry.after(3, 7));
    }

    @Test
    void aMessageThatDoesNotCountClaimsNoCharge() {
        InflightMessage free = new InflightMessage(
                RecordedPorts.PORTFOLIO,
                new Taken.Admitted(entry, REDIS.toEpochMilli() * 1_000, false),
                new TakeTime(REDIS.toEpochMilli(), ASKED),
                LAST_START,
                NOW);

        assertThat(free.claim(0, Duration.ofSeconds(15)).charged()).isEmpty();
        assertThat(message(entry, 0).claim(0, Duration.ofSeconds(15)).charged()).contains(REDIS);
    }

    @Test
    void hasNoRightBeforeItIsGranted() {
        assertThatThrownBy(() -> message(entry, 0).right())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(entry.id().toString());
    }

    private static InflightMessage message(Entry entry, long aheadMillis) {
        long startMicros = (REDIS.toEpochMilli() + aheadMillis) * 1_000;
        return new InflightMessage(
                RecordedPorts.PORTFOLIO,
                new Taken.Admitted(entry, startMicros, true),
                new TakeTime(REDIS.toEpochMilli(), ASKED),
                LAST_START,
                NOW);
    }
}
