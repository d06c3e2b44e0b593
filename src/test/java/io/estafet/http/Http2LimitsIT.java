package io.estafet.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.metrics.Meters;
import io.estafet.testing.IntakeOnly;
import io.estafet.testing.ServersResource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one HTTP/2 connection may do. */
@QuarkusTest
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class Http2LimitsIT {

    private static final Duration MOST = Duration.ofSeconds(30);

    /** As in {@code application.properties}. */
    private static final int RESETS_PER_WINDOW = 200;

    private static final int STREAMS = 100;

    @Inject
    BodyMemory memory;

    @Inject
    MeterRegistry meters;

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong maxStreams = new AtomicLong();
    private Vertx vertx;
    private HttpClient client;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setHttp2MaxPoolSize(1))
                .withConnectHandler(connection -> {
                    connections.incrementAndGet();
                    maxStreams.set(connection.remoteSettings().getMaxConcurrentStreams());
                })
                .build();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aConnectionThatResetsStreamAfterStreamIsClosed() {
        int resets = 4 * RESETS_PER_WINDOW;
        AtomicInteger done = new AtomicInteger();
        resetNext(resets, done);

        await("all resets").atMost(MOST).untilAsserted(() -> assertThat(done).hasValue(resets));
        assertThat(connections.get()).isGreaterThan(1);
        assertThat(status()).isEqualTo(200);
        await("no memory held").atMost(MOST).until(() -> memory.used() == 0);
    }

    @Test
    void aConnectionHasABoundedNumberOfStreams() {
        resetNext(1, new AtomicInteger());
        await("settings")
                .atMost(MOST)
                .untilAsserted(() -> assertThat(maxStreams).hasValue(STREAMS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages/batch", "/v1/consents/import"})
    void aStreamOfLinesThatItsCallerResetsEndsNoOther(String path) {
        HttpClientRequest neighbour = begin(path);
        for (int i = 0; i < 10; i++) {
            HttpClientRequest aborted = begin(path);
            double before = aborts();
            aborted.reset();
            await().atMost(MOST).untilAsserted(() -> assertThat(aborts()).isEqualTo(before + 1));
        }
        neighbour.end();

        assertThat(join(neighbour.response()).statusCode()).isEqualTo(200);
        assertThat(connections).hasValue(1);
    }

    /** Begins a stream of lines and waits until it is read. */
    private HttpClientRequest begin(String path) {
        HttpClientRequest request = join(client.request(new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(RestAssured.port)
                .setMethod(HttpMethod.POST)
                .setURI(path)
                .putHeader("authorization", "Bearer demo")
                .putHeader("expect", "100-continue")
                .putHeader("content-type", "application/x-ndjson")));
        Promise<Void> read = Promise.promise();
        request.setChunked(true).continueHandler(read::complete);
        request.sendHead();
        join(read.future());
        join(request.write(Buffer.buffer("\n")));
        return request;
    }

    private double aborts() {
        return meters.find(Meters.HTTP_REFUSED).tag(Meters.REASON, BodyFailure.ABORTED.word()).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static <T> T join(Future<T> future) {
        return Uni.createFrom()
                .completionStage(future.toCompletionStage())
                .await()
                .atMost(MOST);
    }

    /** One after the other; a stream that its connection's end took counts too. */
    private void resetNext(int left, AtomicInteger done) {
        if (left == 0) {
            return;
        }
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(RestAssured.port)
                .setMethod(HttpMethod.POST)
                .setURI("/v1/messages")
                .putHeader("authorization", "Bearer demo")
                .putHeader("content-type", "application/json")
                .putHeader("content-length", "60000");
        client.request(options)
                .compose(request -> request.sendHead().onSuccess(sent -> request.reset()))
                .onComplete(begun -> vertx.runOnContext(next -> {
                    done.incrementAndGet();
                    resetNext(left - 1, done);
                }));
    }

    private static int status() {
        return given().header("authorization", "Bearer demo").get("/v1/senders").statusCode();
    }
}
