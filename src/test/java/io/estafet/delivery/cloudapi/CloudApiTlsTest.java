package io.estafet.delivery.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.delivery.DeliveryResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 over TLS as in production: ALPN, and what the server says about requests that it did not take. */
class CloudApiTlsTest {

    private static final String ACCEPTED = "{\"messages\":[{\"id\":\"wamid.1\"}]}";
    private static final int REFUSED_STREAM = 7;
    private static final int INTERNAL_ERROR = 2;
    private static final String PASSWORD = "changeit";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    static Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final Deliveries trusting = deliveries(PATIENCE, new HttpClientOptions().setPfxTrustOptions(store()));

    /** The JDK's own tool makes a certificate for localhost that lives as long as the test. */
    @BeforeAll
    static void makeCertificate() throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        directory.resolve("server.p12").toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    @AfterEach
    void stop() throws Exception {
        trusting.clients.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void speaksHttp2AndSharesOneConnection() {
        // Given
        Queue<HttpVersion> versions = new ConcurrentLinkedQueue<>();
        AtomicInteger connections = new AtomicInteger();
        String url = server(true, connections, request -> {
            versions.add(request.version());
            request.response().end(ACCEPTED);
        });

        // When
        for (int i = 0; i < 10; i++) {
            assertThat(trusting.send(url).kind()).isEqualTo(DeliveryResult.Kind.SENT);
        }

        // Then
        assertThat(versions).hasSize(10).containsOnly(HttpVersion.HTTP_2);
        assertThat(connections).hasValue(1);
    }

    @Test
    void fallsBackToHttp11WhenTheServerHasNothingElse() {
        Queue<HttpVersion> versions = new ConcurrentLinkedQueue<>();
        String url = server(false, new AtomicInteger(), request -> {
            versions.add(request.version());
            request.response().end(ACCEPTED);
        });

        assertThat(trusting.send(url).kind()).isEqualTo(DeliveryResult.Kind.SENT);
        assertThat(versions).containsExactly(HttpVersion.HTTP_1_1);
    }

    @Test
    void sendsNothingToACertificateThatIsNotTrusted() {
        AtomicInteger requests = new AtomicInteger();
        String url = server(true, new AtomicInteger(), request -> requests.incrementAndGet());
        Deliveries strict = deliveries(PATIENCE, new HttpClientOptions());

        assertThat(strict.send(url).kind()).isEqualTo(DeliveryResult.Kind.NOT_SENT);
        assertThat(requests).hasValue(0);
        strict.clients.close();
    }

    @Test
    void sendsNothingToACertificateOfAnotherName() {
        AtomicInteger requests = new AtomicInteger();
        String url = server(true, new AtomicInteger(), request -> requests.incrementAndGet());

        assertThat(trusting.send(url.replace("localhost", "127.0.0.1")).kind()).isEqualTo(DeliveryResult.Kind.NOT_SENT);
        assertThat(requests).hasValue(0);
    }

    @Test
    void isNotSentWhenTheServerRefusesTheStream() {
        String url =
                server(true, new AtomicInteger(), request -> request.response().reset(REFUSED_STREAM));

        assertThat(trusting.send(url).kind()).isEqualTo(DeliveryResult.Kind.NOT_SENT);
    }

    @Test
    void isUnknownWhenTheServerResetsTheStreamOtherwise() {
        String url =
                server(true, new AtomicInteger(), request -> request.response().reset(INTERNAL_ERROR));

        assertThat(trusting.send(url).kind()).isEqualTo(DeliveryResult.Kind.UNKNOWN);
    }

    @Test
    void isNotSentAboveTheLastStreamOfAGoaway() {
        // Given: the first stream (1) is answered, the second (3) is above what the goodbye names
        AtomicInteger requests = new AtomicInteger();
        String url = server(true, new AtomicInteger(), request -> {
            if (requests.incrementAndGet() == 1) {
                request.response().end(ACCEPTED);
            } else {
                request.connection().goAway(0, 1);
            }
        });

        // When, Then
        assertThat(trusting.send(url).kind()).isEqualTo(DeliveryResult.Kind.SENT);
        assertThat(trusting.send(url).kind()).isEqualTo(DeliveryResult.Kind.NOT_SENT);
    }

    @Test
    void isUnknownBelowTheLastStreamOfAGoaway() {
        String url = server(true, new AtomicInteger(), request -> {
            request.connection().goAway(0, 1);
            vertx.setTimer(100, later -> request.connection().close());
        });

        assertThat(trusting.send(url))
                .as("by the end of the connection, not by the deadline")
                .isEqualTo(new DeliveryResult.Unknown("no answer: HttpClosedException"));
    }

    @Test
    void timeoutOfOneRequestLeavesTheOthersOfItsConnectionAlone() {
        // Given
        AtomicInteger requests = new AtomicInteger();
        AtomicInteger connections = new AtomicInteger();
        String url = server(true, connections, request -> {
            if (requests.incrementAndGet() > 1) {
                request.response().end(ACCEPTED);
            }
        });
        Deliveries impatient = deliveries(Duration.ofSeconds(2), new HttpClientOptions().setPfxTrustOptions(store()));
        // The first handshake of a JVM loads a second's worth of classes, which is no part of the deadline here.
        String warm =
                server(true, new AtomicInteger(), request -> request.response().end(ACCEPTED));
        assertThat(trusting.send(warm).kind()).isEqualTo(DeliveryResult.Kind.SENT);

        // When, Then
        assertThat(impatient.send(url).kind()).isEqualTo(DeliveryResult.Kind.UNKNOWN);
        assertThat(impatient.send(url).kind()).isEqualTo(DeliveryResult.Kind.SENT);
        assertThat(connections).hasValue(1);
        impatient.clients.close();
    }

    private Deliveries deliveries(Duration deadline, HttpClientOptions base) {
        return new Deliveries(vertx, Deliveries.Config.withDeadlines(deadline, deadline), base);
    }

    private static PfxOptions store() {
        return new PfxOptions()
                .setPath(directory.resolve("server.p12").toString())
                .setPassword(PASSWORD);
    }

    private String server(boolean http2, AtomicInteger connections, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(http2 ? List.of(HttpVersion.HTTP_2) : List.of(HttpVersion.HTTP_1_1))
                .setPfxKeyCertOptions(store());
        return "https://localhost:"
                + vertx.createHttpServer(options)
                        .connectionHandler(connection -> connections.incrementAndGet())
                        .requestHandler(handler)
                        .listen(0, "localhost")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
    }
}
