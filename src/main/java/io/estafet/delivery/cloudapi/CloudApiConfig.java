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

    /** Graph's version, always pinned: without it the app's default applies and moves under us. */
    @WithDefault("v26.0")
    @Pattern(regexp = "v\\d{1,3}\\.\\d{1,2}")
    String version();

    /** Where a number's API lives unless the number says otherwise. */
    @WithDefault("https://graph.facebook.com")
    URI baseUrl();

    /** For a connection: waiting for the pool, name lookup, TCP and TLS together. */
    @WithDefault("2s")
    Duration connectDeadline();

    /** For a whole request: the connection, the request, the answer with its last byte. Below half a lease. */
    @WithDefault("5s")
    Duration requestDeadline();

    /** HTTP/1.1 connections to one host; above the in-flight limit of a number times the numbers of that host. */
    @WithDefault("1024")
    @Min(1)
    @Max(20_000)
    int http1Connections();

    /** HTTP/2 connections to one host; each carries as many requests as the server allows, usually 100. */
    @WithDefault("32")
    @Min(1)
    @Max(1_000)
    int http2Connections();

    /** Requests that may wait for a connection; more fail at once as not sent. */
    @WithDefault("1024")
    @Min(1)
    @Max(20_000)
    int waiting();

    /**
     * An idle HTTP/1.1 connection is closed by us after it. Shorter than servers do (5 s is the shortest usual): one
     * that the server closes just as our request leaves makes the outcome unknown.
     */
    @WithDefault("4s")
    Duration http1KeepAlive();

    /** An idle HTTP/2 connection is closed by us after it. A server says goodbye with the last request it took. */
    @WithDefault("30s")
    Duration http2KeepAlive();
}
