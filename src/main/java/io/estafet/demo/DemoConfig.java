package io.estafet.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the demonstration does. */
@ConfigMapping(prefix = "estafet.demo")
public interface DemoConfig {

    /** Registers the demo's portfolios, numbers, templates and people at start. Profile embedded only. */
    @WithDefault("false")
    boolean register();

    /** Also dispatches the sample. */
    @WithDefault("false")
    boolean enabled();

    /** The table is printed after it at the latest, whatever still moves. */
    @WithDefault("75s")
    Duration longest();
}
