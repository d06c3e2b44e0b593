package io.estafet.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the demonstration does. */
@ConfigMapping(prefix = "estafet.demo")
public interface DemoConfig {

    /** Registers the demo's portfolios, numbers and templates at start. Profile embedded only. */
    @WithDefault("false")
    boolean register();

    /** Also dispatches the sample. */
    @WithDefault("false")
    boolean enabled();

    /**
     * The longest run: after it the table is printed, even if messages are still under way. Also bounds each push to
     * Redis.
     */
    @WithDefault("75s")
    Duration longest();
}
