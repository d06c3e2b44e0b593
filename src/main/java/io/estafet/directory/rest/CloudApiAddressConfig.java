package io.estafet.directory.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** The addresses that a number's API may have. */
@ConfigMapping(prefix = "estafet.cloud-api")
public interface CloudApiAddressConfig {

    /**
     * Access tokens go to these hosts only: {@code host} for the scheme's own port, {@code host:port}, or {@code
     * host:*} for every port.
     */
    @WithDefault("graph.facebook.com")
    Set<AllowedHost> allowedHosts();

    /** The base URL of a number that names none. */
    @WithDefault("https://graph.facebook.com")
    URI baseUrl();

    /** The API's version, with its letter. */
    @WithDefault("v26.0")
    String version();

    /** The read of a page of templates is given up after this time, and so is the proof of a number as a whole. */
    @WithDefault("5s")
    Duration requestDeadline();
}
