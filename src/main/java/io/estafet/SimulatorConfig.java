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

    /** Where it listens, on loopback; 0 for a free port. */
    @WithDefault(PORT)
    int port();

    /** Where its books are kept across restarts; without it they are not. */
    Optional<String> directory();

    /** Hosts that its webhooks may be told to beside this machine; in lower case, with commas. */
    Optional<Set<String>> webhookHosts();
}
