package io.estafet.delivery.cloudapi;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;

/** How the Cloud API is reached. */
@ConfigMapping(prefix = "estafet.cloud-api")
public interface CloudApiConfig {

    /** The version of the Graph API, always pinned: without it the app's default applies, which changes over time. */
    @WithDefault("v26.0")
    @Pattern(regexp = "v\\d{1,3}\\.\\d{1,2}")
    String version();

    /** The base URL of the API, unless the number has its own. */
    @WithDefault("https://graph.facebook.com")
    URI baseUrl();

    /** Deadline of a connection: waiting for the pool, name lookup, TCP and TLS together. */
    @WithDefault("2s")
    Duration connectDeadline();

    /**
     * Deadline of a whole request: the connection, the request, and the answer with its last byte. Together with the
     * connect deadline it must be below half a lease.
     */
    @WithDefault("5s")
    Duration requestDeadline();

    /**
     * The most HTTP/1.1 connections to one host. Must be above the in-flight limit of a number times the numbers of
     * that host.
     */
    @WithDefault("1024")
    @Min(1)
    @Max(20_000)
    int http1Connections();

    /** The most HTTP/2 connections to one host. Each carries as many requests as the server allows, usually 100. */
    @WithDefault("32")
    @Min(1)
    @Max(1_000)
    int http2Connections();

    /** The most requests that wait for a connection; more fail at once as not sent. */
    @WithDefault("1024")
    @Min(1)
    @Max(20_000)
    int waiting();

    /**
     * How long an idle HTTP/1.1 connection is kept. Shorter than servers keep it (5 s is the shortest usual time): a
     * connection that the server closes just as our request leaves makes the outcome unknown.
     */
    @WithDefault("4s")
    Duration http1KeepAlive();

    /**
     * How long an idle HTTP/2 connection is kept. A server that closes one says which request it took last (GOAWAY).
     */
    @WithDefault("30s")
    Duration http2KeepAlive();
}
