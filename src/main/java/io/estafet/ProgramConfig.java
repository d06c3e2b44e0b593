package io.estafet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the program starts and ends. */
@ConfigMapping(prefix = "estafet.startup")
public interface ProgramConfig {

    /** How long Redis and PostgreSQL may be unreachable before the program gives up starting. */
    @WithDefault("60s")
    Duration timeout();

    /** How long stopping may take: requests under way and their records. Kubernetes' grace period must be longer. */
    @WithDefault("12s")
    Duration stop();
}
