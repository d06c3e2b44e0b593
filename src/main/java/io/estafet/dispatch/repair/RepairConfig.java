package io.estafet.dispatch.repair;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How far back messages are looked for that never reached the queue. */
@ConfigMapping(prefix = "estafet.dispatch")
public interface RepairConfig {

    /**
     * The sweeper and the journal scan leave out messages that were accepted, or whose attempt had to be over, less
     * than this long ago.
     */
    @WithDefault("2s")
    Duration sweepAfter();

    /** When the sweeper begins, it looks this much further back. */
    @WithDefault("10m")
    Duration sweepFrom();
}
