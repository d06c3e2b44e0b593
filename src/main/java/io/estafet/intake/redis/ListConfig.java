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

    /** Entries that are taken and committed together. */
    @WithDefault("256")
    @Min(1)
    @Max(1000)
    int batch();

    /** An empty list is looked at so often. */
    @WithDefault("50ms")
    Duration poll();

    /** After what is away or full, the next try. */
    @WithDefault("1s")
    Duration pause();

    /** Entries of a replica that died are taken over after it; a batch is done in a second. */
    @WithDefault("10s")
    Duration lease();

    /** So many refused entries are kept. */
    @WithDefault("100000")
    @Min(1)
    int keptRefused();
}
