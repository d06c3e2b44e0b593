package io.estafet.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the loop runs. */
@ConfigMapping(prefix = "estafet.dispatch")
public interface DispatchConfig {

    /** False for a replica that accepts and reads only. */
    @WithDefault("true")
    boolean enabled();

    /** How often a replica asks for hints; one small script, so that a message on an idle number waits at most so long. */
    @WithDefault("50ms")
    Duration poll();

    /** Every number is looked at so often even without a hint. */
    @WithDefault("10s")
    Duration patrol();

    /** Messages of one number between admission and acknowledgement; more are not taken. */
    @WithDefault("2048")
    @Min(16)
    int underWay();

    /** An admitted message whose request has not begun so long after its instant goes back. */
    @WithDefault("250ms")
    Duration lateStart();

    /** What cannot be recorded is tried again after this, for as long as it takes. */
    @WithDefault("250ms")
    Duration recordAgain();

    /** How long a replica that stops waits for its requests and their records. */
    @WithDefault("9s")
    Duration drain();

    /** How often the gauges of what all replicas share are read. */
    @WithDefault("5s")
    Duration gauges();

    /** The sweeper looks at what was accepted until so long ago. */
    @WithDefault("2s")
    Duration sweepAfter();

    /** And, when it begins, from so long before. */
    @WithDefault("10m")
    Duration sweepFrom();
}
