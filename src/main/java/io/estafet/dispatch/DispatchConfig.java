package io.estafet.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the dispatch loops run. */
@ConfigMapping(prefix = "estafet.dispatch")
public interface DispatchConfig {

    /** False for a replica that only accepts messages and answers reads. */
    @WithDefault("true")
    boolean enabled();

    /**
     * How often a replica polls for hints, with one small script. A message on an idle number waits at most this long.
     */
    @WithDefault("50ms")
    Duration poll();

    /** How often every number is looked at without a hint. */
    @WithDefault("10s")
    Duration patrol();

    /** The most messages of one number between admission and acknowledgement; more are not taken. */
    @WithDefault("2048")
    @Min(16)
    int underWay();

    /** An admitted message goes back when its request has not begun this long after its instant. */
    @WithDefault("250ms")
    Duration lateStart();

    /** An outcome that cannot be recorded is tried again after this time, for as long as it takes. */
    @WithDefault("250ms")
    Duration recordAgain();

    /** The longest that a stopping replica waits for its requests and their records. */
    @WithDefault("9s")
    Duration drain();
}
