package io.estafet.delivery.cloudapi;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.impl.Http1xClientConnection;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The two HTTP clients: one for TLS, with HTTP/2 by ALPN and HTTP/1.1 for servers that have nothing else; one for plain
 * text with HTTP/1.1. There are two because a client for HTTP/2 would ask a plain server to upgrade.
 */
@Singleton
final class CloudApiClients {

    private static final int MAX_HEADER_BYTES = 16 * 1024;

    /** Before the label {@code clientName} of each client's meters: clients without one would share their gauges. */
    private static final String METERS = "http.client|";

    private final HttpClient secure;
    private final HttpClient plain;
    private final Vertx vertx;
    private final long keepAliveMillis;
    private final long longestMillis;
    /** Connections that no request has taken yet: true, or false once we are closing them. */
    private final Map<HttpConnection, Boolean> fresh = new ConcurrentHashMap<>();

    @Inject
    CloudApiClients(Vertx vertx, CloudApiConfig config) {
        this(vertx, config, new HttpClientOptions());
    }

    /** @param base the options that both clients start from: which certificates to trust */
    CloudApiClients(Vertx vertx, CloudApiConfig config, HttpClientOptions base) {
        this.vertx = vertx;
        this.keepAliveMillis = 1_000L * seconds(config.http1KeepAlive());
        this.longestMillis =
                config.connectDeadline().plus(config.requestDeadline()).toMillis();
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(config.http1Connections())
                .setHttp2MaxSize(config.http2Connections())
                .setMaxWaitQueueSize(config.waiting());
        secure = client(secureOptions(base, config).setMetricsName(METERS + "cloud-api"), pool);
        plain = client(
                bounded(base, config)
                        .setProtocolVersion(HttpVersion.HTTP_1_1)
                        .setMetricsName(METERS + "cloud-api-plain"),
                pool);
    }

    private HttpClient client(HttpClientOptions options, PoolOptions pool) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(this::made)
                .build();
    }

    /**
     * The pool's keep-alive of an HTTP/1.1 connection begins with an answer. A connection that was made after its
     * request had been given up would stay until the server closes it, perhaps just as a request leaves on it. So it is
     * closed here unless it is used. Called before a request can have the connection.
     */
    private void made(HttpConnection connection) {
        if (connection instanceof Http1xClientConnection) {
            fresh.put(connection, true);
            vertx.setTimer(keepAliveMillis, fired -> closeUntaken(connection));
        }
    }

    private void closeUntaken(HttpConnection connection) {
        if (fresh.replace(connection, true, false)) {
            connection.close();
            // A request that is given the connection at this moment calls {@link #taken} within the deadlines.
            vertx.setTimer(longestMillis, fired -> fresh.remove(connection));
        }
    }

    /**
     * Notes that a request has this connection: from its answer on, the pool looks after it.
     *
     * @return false when the connection is being closed, and nothing may be sent on it
     */
    boolean taken(HttpConnection connection) {
        return fresh.remove(connection, true) || !fresh.containsKey(connection);
    }

    HttpClient forScheme(boolean tls) {
        return tls ? secure : plain;
    }

    /** Closes all connections; requests under way end as unknown. */
    @PreDestroy
    void close() {
        secure.close();
        plain.close();
    }

    private static HttpClientOptions secureOptions(HttpClientOptions base, CloudApiConfig config) {
        return bounded(base, config)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setVerifyHost(true);
    }

    private static HttpClientOptions bounded(HttpClientOptions base, CloudApiConfig config) {
        HttpClientOptions options = new HttpClientOptions(base);
        options.setConnectTimeout(Math.toIntExact(config.connectDeadline().toMillis()));
        options.setSslHandshakeTimeout(config.connectDeadline().toMillis());
        options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setTcpNoDelay(true);
        return options.setKeepAlive(true)
                .setKeepAliveTimeout(seconds(config.http1KeepAlive()))
                .setHttp2KeepAliveTimeout(seconds(config.http2KeepAlive()))
                // One request at a time: with pipelining a slow answer would delay the requests behind it.
                .setPipelining(false)
                // A small compressed answer could unpack to any size.
                .setDecompressionSupported(false)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxRedirects(0);
    }

    private static int seconds(Duration duration) {
        return Math.max(1, Math.toIntExact(duration.toSeconds()));
    }
}
