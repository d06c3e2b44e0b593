package io.estafet.directory.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** Where a number's API may live. */
@ConfigMapping(prefix = "estafet.cloud-api")
public interface CloudApiAddressConfig {

    /** Access tokens go to these hosts only: {@code host} for port 443, {@code host:port}, or {@code host:*}. */
    @WithDefault("graph.facebook.com")
    Set<AllowedHost> allowedHosts();

    /** Of a number that names none. */
    @WithDefault("https://graph.facebook.com")
    URI baseUrl();

    /** The API's version, with its letter. */
    @WithDefault("v26.0")
    String version();

    /** A page of templates is given up after it, and so is the proof of a number as a whole. */
    @WithDefault("5s")
    Duration requestDeadline();
}
