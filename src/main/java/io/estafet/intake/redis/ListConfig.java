package io.estafet.intake.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the intake list is read. */
@ConfigMapping(prefix = "estafet.intake.list")
public interface ListConfig {

    /** False leaves the list to other replicas. */
    @WithDefault("true")
    boolean enabled();

    /** The most entries that are taken and committed together. */
    @WithDefault("256")
    @Min(1)
    @Max(1000)
    int batch();

    /** How often an empty list is looked at. */
    @WithDefault("50ms")
    Duration poll();

    /** The wait before the next try when something was away or full. */
    @WithDefault("1s")
    Duration pause();

    /** Entries of a replica that died are taken over after this time; a batch is done in a second. */
    @WithDefault("10s")
    Duration lease();

    /** The most refused entries that are kept. */
    @WithDefault("100000")
    @Min(1)
    int keptRefused();
}
