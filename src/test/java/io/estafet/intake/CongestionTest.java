package io.estafet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.clock.Lateness;
import io.estafet.journal.JournalBusyException;
import io.estafet.journal.JournalUnavailableException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A server is away only when it answers nobody, and when we would have heard it. */
class CongestionTest {

    private static final TimeoutException LATE = new TimeoutException();

    private final Lateness lateness = new Lateness();
    private final Congestion congestion = new Congestion(lateness, IntakeCode.REDIS_AWAY, Duration.ofMillis(300));

    @Test
    void isAwayWhenNobodyWasAnswered() {
        congestion.answered();
        long asked = System.nanoTime() + 1;
        assertThat(congestion.code(LATE, asked)).isEqualTo(IntakeCode.REDIS_AWAY);
    }

    @Test
    void isBusyWhenSomebodyWasAnsweredMeanwhile() {
        long asked = System.nanoTime();
        congestion.answered();
        assertThat(congestion.code(LATE, asked)).isEqualTo(IntakeCode.BUSY);
        assertThat(congestion.code(new JournalUnavailableException("late", LATE), asked))
                .isEqualTo(IntakeCode.BUSY);
    }

    @Test
    void isBusyWhenTheReplicaWasLateItself() {
        long asked = System.nanoTime();
        lateness.noted(Duration.ofMillis(99));
        assertThat(congestion.code(LATE, asked)).isEqualTo(IntakeCode.REDIS_AWAY);
        lateness.noted(Duration.ofMillis(100));
        assertThat(congestion.code(LATE, asked)).isEqualTo(IntakeCode.BUSY);
    }

    @Test
    void isBusyWhenTheEndOfThePatienceWasToldMuchLater() {
        long asked = System.nanoTime() - Duration.ofMillis(401).toNanos();
        assertThat(congestion.code(LATE, asked)).isEqualTo(IntakeCode.BUSY);
    }

    @Test
    void isBusyWhenALineOrAPoolIsFull() {
        assertThat(congestion.code(new JournalBusyException("full", null), System.nanoTime()))
                .isEqualTo(IntakeCode.BUSY);
    }

    @Test
    void isAwayWhenTheConnectionIsRefused() {
        long asked = System.nanoTime();
        congestion.answered();
        assertThat(congestion.code(new ConnectException(), asked)).isEqualTo(IntakeCode.REDIS_AWAY);
    }
}
