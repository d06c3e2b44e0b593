package io.estafet.dispatch;

import io.estafet.admission.AdmissionConfig;
import java.time.Duration;

/**
 * Configs of the loop as records: the defaults, but for a second try that comes soon, and for starts that may be late,
 * since the machine that runs the tests may be busy.
 */
public final class LoopConfigs {

    static final Duration LATE_START = Duration.ofSeconds(5);

    private LoopConfigs() {}

    record Dispatch(
            boolean enabled,
            Duration poll,
            Duration patrol,
            int underWay,
            Duration lateStart,
            Duration recordAgain,
            Duration drain)
            implements DispatchConfig {

        Dispatch() {
            this(true, Duration.ofMillis(50), Duration.ofSeconds(10), Duration.ofSeconds(9));
        }

        Dispatch(boolean enabled, Duration poll, Duration patrol, Duration drain) {
            this(enabled, poll, patrol, 2048, LATE_START, Duration.ofMillis(10), drain);
        }
    }

    public record Gates(
            Duration lease,
            int scan,
            Duration lead,
            Duration horizon,
            int headroomPerMille,
            Duration pairInterval,
            int pairBurst,
            Duration windowMargin)
            implements AdmissionConfig {

        public Gates() {
            this(Duration.ofSeconds(15));
        }

        Gates(Duration lease) {
            this(
                    lease,
                    512,
                    Duration.ofMillis(20),
                    Duration.ofMillis(180),
                    20,
                    Duration.ofMillis(6_200),
                    40,
                    Duration.ofSeconds(5));
        }
    }
}
