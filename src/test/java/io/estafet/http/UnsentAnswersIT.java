package io.estafet.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.directory.Registry;
import io.estafet.directory.TemplateDraft;
import io.estafet.message.Category;
import io.estafet.message.TenantId;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.IntakeOnly;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers who ask for much and do not take it. */
@QuarkusTest
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class UnsentAnswersIT {

    private static final Duration MOST = Duration.ofSeconds(30);
    private static final String ACCOUNT = "waba-unsent";

    /** More than one tenant's share of the memory has room for. */
    private static final int GREEDY = 60;

    /** What a tenant may have; the settings' default. */
    private static final int STREAMS = 16;

    /** Small answers that may wait for one tenant. */
    private static final int WAITING = 128;

    private static final int STRANGERS = 60;

    /** The code of RFC 9113 for a stream that is given up. */
    private static final long CANCEL = 8;

    /** Their answers are far more than a caller's windows have room for. */
    private static final int LINES = 5_000;

    @Inject
    BodyMemory memory;

    @Inject
    Registry registry;

    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<Long> resets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private Vertx vertx;
    private HttpClient client;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        client = vertx.createHttpClient(http2().setHttp2MaxPoolSize(4));
        put("/v1/portfolios/unsent", "{\"messagingLimit\":250}");
        put("/v1/senders/1065000777", """
                {"portfolio":"unsent","wabaId":"waba-unsent","displayPhoneNumber":"+62 21 555 0777","throughput":80,
                 "accessToken":"token","baseUrl":"http://127.0.0.1:1"}""");
        registry.putTemplates(ACCOUNT, new TenantId("demo"), templates())
                .await()
                .atMost(MOST);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aTenantThatTakesNoAnswersHoldsABoundedPartAndNotForLong() {
        for (int i = 0; i < GREEDY; i++) {
            askAndTakeNothing();
        }
        await("all are answered or refused")
                .atMost(MOST)
                .untilAsserted(() -> assertThat(answered.get() + refused.get()).isEqualTo(GREEDY));
        assertThat(answered.get()).isPositive();
        assertThat(refused.get()).isPositive();
        assertThat(memory.used()).isLessThan(64_000_000 / 2);
        assertThat(status("demo2")).isEqualTo(200);

        await("the memory is free again").atMost(MOST).until(() -> memory.used() == 0);
        await("all are given up")
                .atMost(MOST)
                .untilAsserted(() -> assertThat(resets).hasSize(answered.get()).containsOnly(CANCEL));
        assertThat(status("demo")).isEqualTo(200);
    }

    /** Their places are the tenant's, of which it has few. */
    @Test
    void aStreamOfLinesWhoseAnswersAreNotTakenIsGivenUp() {
        for (int i = 0; i < STREAMS; i++) {
            sendLinesAndTakeNothing();
        }
        await("all are answered")
                .atMost(MOST)
                .untilAsserted(() -> assertThat(answered).hasValue(STREAMS));
        assertThat(batch("demo")).isEqualTo(503);
        assertThat(batch("demo2")).isEqualTo(200);

        await("all are given up")
                .atMost(MOST)
                .untilAsserted(() -> assertThat(resets).hasSize(STREAMS));
        assertThat(resets).containsOnly(CANCEL);
        assertThat(batch("demo")).isEqualTo(200);
    }

    @Test
    void aCallerWhoBreaksOffAnAnswerKeepsItsOtherStreams() {
        AtomicInteger connections = new AtomicInteger();
        HttpClient one = vertx.httpClientBuilder()
                .with(http2().setHttp2MaxPoolSize(1))
                .withConnectHandler(connection -> connections.incrementAndGet())
                .build();
        HttpClientRequest neighbour = join(one.request(
                options(HttpMethod.POST, "/v1/messages/batch").putHeader("content-type", "application/x-ndjson")));
        neighbour.setChunked(true).write("{}\n");
        HttpClientRequest brokenOff =
                join(one.request(options(HttpMethod.GET, "/v1/templates/" + ACCOUNT + "?limit=1000")));
        join(brokenOff.send().map(HttpClientResponse::pause));
        brokenOff.reset();
        await().atMost(MOST).until(() -> memory.used() == 0);
        neighbour.end();

        assertThat(join(neighbour.response()).statusCode()).isEqualTo(200);
        assertThat(connections).hasValue(1);
    }

    private static <T> T join(Future<T> future) {
        return Uni.createFrom()
                .completionStage(future.toCompletionStage())
                .await()
                .atMost(MOST);
    }

    /** They know no key, and each of their refusals would hold memory for as long as they want. */
    @Test
    void aStrangerWhoTakesNoRefusalIsGivenUpSoon() {
        askWithoutWindow(STRANGERS, "wrong");

        await("long before the deadline")
                .atMost(IntakeOnly.WRITE_DEADLINE.dividedBy(2))
                .untilAsserted(() -> assertThat(resets).hasSize(STRANGERS));
        assertThat(resets).containsOnly(CANCEL);
        assertThat(status("demo")).isEqualTo(200);
    }

    @Test
    void smallAnswersThatATenantDoesNotTakeAreFewAndNotKeptForLong() {
        askWithoutWindow(WAITING + STRANGERS, "demo");

        await("those beyond the bound")
                .atMost(IntakeOnly.WRITE_DEADLINE.dividedBy(2))
                .until(() -> resets.size() == STRANGERS);
        await("all").atMost(MOST).until(() -> resets.size() == WAITING + STRANGERS);
        assertThat(resets).containsOnly(CANCEL);
    }

    /** Callers who let the server send heads and no bodies. */
    private void askWithoutWindow(int requests, String key) {
        HttpClient greedy = vertx.createHttpClient(http2().setHttp2MultiplexingLimit(50)
                .setHttp2MaxPoolSize(4)
                .setInitialSettings(new Http2Settings().setInitialWindowSize(0)));
        for (int i = 0; i < requests; i++) {
            greedy.request(options(HttpMethod.GET, "/v1/senders/unknown").putHeader("authorization", "Bearer " + key))
                    .compose(HttpClientRequest::send)
                    .onSuccess(response -> response.exceptionHandler(this::failed));
        }
    }

    private static HttpClientOptions http2() {
        return new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    }

    private void failed(Throwable failure) {
        if (failure instanceof StreamResetException reset) {
            resets.add(reset.getCode());
        }
    }

    private void sendLinesAndTakeNothing() {
        RequestOptions options =
                options(HttpMethod.POST, "/v1/messages/batch").putHeader("content-type", "application/x-ndjson");
        client.request(options).onSuccess(request -> {
            request.response().onSuccess(response -> {
                response.pause();
                response.exceptionHandler(this::failed);
                answered.incrementAndGet();
            });
            request.setChunked(true).write("{}\n".repeat(LINES));
        });
    }

    private void askAndTakeNothing() {
        client.request(options(HttpMethod.GET, "/v1/templates/" + ACCOUNT + "?limit=1000"))
                .compose(HttpClientRequest::send)
                .onSuccess(response -> {
                    response.pause();
                    if (response.statusCode() == 200) {
                        response.exceptionHandler(this::failed);
                        answered.incrementAndGet();
                    } else {
                        refused.incrementAndGet();
                        response.resume();
                    }
                });
    }

    private static RequestOptions options(HttpMethod method, String uri) {
        return new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(RestAssured.port)
                .setMethod(method)
                .setURI(uri)
                .putHeader("authorization", "Bearer demo");
    }

    private static List<TemplateDraft> templates() {
        byte[] components = ("[{\"type\":\"BODY\",\"text\":\"" + "x".repeat(1_000) + "\"}]").getBytes(UTF_8);
        return IntStream.range(0, 400)
                .mapToObj(i -> new TemplateKey(ACCOUNT, "template_" + i, "en"))
                .map(key -> new TemplateDraft(new Template(key, Category.UTILITY, TemplateStatus.APPROVED), components))
                .toList();
    }

    private static int status(String key) {
        return given().header("authorization", "Bearer " + key)
                .get("/v1/senders")
                .statusCode();
    }

    private static int batch(String key) {
        return given().header("authorization", "Bearer " + key)
                .contentType("application/x-ndjson")
                .body("{}\n".getBytes(UTF_8))
                .post("/v1/messages/batch")
                .statusCode();
    }

    private static void put(String path, String body) {
        given().header("authorization", "Bearer demo")
                .contentType(ContentType.JSON)
                .body(body)
                .put(path)
                .then()
                .statusCode(org.hamcrest.Matchers.oneOf(200, 201));
    }
}
