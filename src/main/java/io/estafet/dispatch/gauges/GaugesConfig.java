package io.estafet.dispatch.gauges;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often what all replicas share is read. */
@ConfigMapping(prefix = "estafet.dispatch")
public interface GaugesConfig {

    /** How often the gauges of the state that all replicas share are read. */
    @WithDefault("5s")
    Duration gauges();
}
