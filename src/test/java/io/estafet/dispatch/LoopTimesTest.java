package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A lease outlives every request that begins under it. */
class LoopTimesTest {

    /** The longest request takes 5 s. */
    private static LoopTimes times(Duration lease) {
        return new LoopTimes(new LoopConfigs.Dispatch(), new LoopConfigs.Gates(lease), new RecordedPorts.Accepting());
    }

    @Test
    void refusesALeaseThatCouldEndBeforeItsRequest() {
        assertThatThrownBy(() -> times(Duration.ofSeconds(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("estafet.admission.lease (PT10S) must be more than twice the longest request (PT5S)");
    }

    @Test
    void acceptsALeaseOfMoreThanTwoRequests() {
        assertThat(times(Duration.ofMillis(10_001)).attemptTime()).isEqualTo(Duration.ofMillis(10_001));
    }

    @Test
    void theLastStartLeavesTimeForTheLongestRequest() {
        LoopTimes times = times(Duration.ofSeconds(15));

        assertThat(times.lastStartNanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
        assertThat(times.longestRequest()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void messagesAreAdmittedAheadByLeadAndHorizon() {
        assertThat(times(Duration.ofSeconds(15)).aheadSeconds()).isEqualTo(0.2);
    }
}
