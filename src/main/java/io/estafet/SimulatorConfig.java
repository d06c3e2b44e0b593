package io.estafet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** The stand-in for WhatsApp's API; profile embedded only. */
@ConfigMapping(prefix = "estafet.simulator")
public interface SimulatorConfig {

    String PORT = "8090";

    @WithDefault("false")
    boolean enabled();

    /** The port on which it listens, on loopback; 0 for a free one. */
    @WithDefault(PORT)
    int port();

    /** Where its books are kept across restarts; without a directory they are not kept. */
    Optional<String> directory();

    /** Hosts besides this machine to which it may post webhooks; in lower case, separated by commas. */
    Optional<Set<String>> webhookHosts();
}
