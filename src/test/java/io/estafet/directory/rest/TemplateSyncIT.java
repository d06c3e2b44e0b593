package io.estafet.directory.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.estafet.directory.TemplateDraft;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class TemplateSyncIT {

    private static final String FIRST = """
            {"data":[{"name":"a","language":"en","category":"UTILITY","status":"APPROVED",
                      "components":[{"type":"BODY"}]},
                     {"name":"b","language":"en","category":"TALK","status":"APPROVED"}],
             "paging":{"cursors":{"after":"N/2"},"next":"http://elsewhere.example/"}}""";

    private static final String SECOND = """
            {"data":[{"name":"c","language":"id","category":"MARKETING","status":"PAUSED"}],
             "paging":{"cursors":{"after":"N/3"}}}""";

    private final String suffix = Long.toString(System.nanoTime(), 36);
    private final String waba = "sw-" + suffix;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer api;

    @BeforeEach
    void startApi() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.start();
        put("/v1/portfolios/sp-" + suffix, "{\"messagingLimit\":250}");
        String url = "http://127.0.0.1:" + api.getAddress().getPort();
        put(
                "/v1/senders/ss-" + suffix,
                "{\"portfolio\":\"sp-%s\",\"wabaId\":\"%s\",\"baseUrl\":\"%s\",".formatted(suffix, waba, url)
                        + "\"displayPhoneNumber\":\"+1\",\"accessToken\":\"sesame\"}");
    }

    @AfterEach
    void stopApi() {
        api.stop(0);
    }

    @Test
    void readsAllPagesAndCountsWhatItDoesNotKnow() {
        // Given
        api.createContext("/", exchange -> {
            boolean second =
                    String.valueOf(exchange.getRequestURI().getRawQuery()).contains("after=");
            answer(exchange, 200, second ? SECOND : FIRST);
        });

        // When
        sync().then().statusCode(200).body("registered", equalTo(2)).body("skipped", equalTo(1));

        // Then
        demo().get("/v1/templates/" + waba).then().body("items.name", contains("a", "c"));
        assertThat(tokens).containsOnly("Bearer sesame");
        assertThat(requests).hasSize(2).allMatch(uri -> uri.contains("/" + waba + "/message_templates?"));
        assertThat(requests.get(1)).contains("after=N%2F2");
    }

    @Test
    void whatIsNotAnAnswerIsABadGateway() {
        // Given
        api.createContext("/", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + api.getAddress().getPort() + "/x");
            answer(exchange, 302, "");
        });

        // When, Then
        sync().then().statusCode(502).body("code", equalTo("bad-gateway"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void aTemplateBeyondTheBoundIsSkippedAndNamed() {
        // Given
        String large = "[{\"type\":\"BODY\",\"text\":\"" + "x".repeat(TemplateDraft.MAX_BYTES) + "\"}]";
        String page = """
                {"data":[{"name":"large","language":"en","category":"UTILITY","status":"APPROVED","components":%s},
                         {"name":"a","language":"en","category":"UTILITY","status":"APPROVED"}]}""".formatted(large);
        api.createContext("/", exchange -> answer(exchange, 200, page));

        // When
        sync().then()
                .statusCode(200)
                .body("registered", equalTo(1))
                .body("skipped", equalTo(1))
                .body("refused[0].name", equalTo("large"))
                .body("refused[0].reason", equalTo("must have at most 131072 bytes"));

        // Then
        demo().get("/v1/templates/" + waba).then().body("items.name", contains("a"));
    }

    @Test
    void pagesBeforeABadOneAreRegistered() {
        // Given
        api.createContext("/", exchange -> {
            boolean second =
                    String.valueOf(exchange.getRequestURI().getRawQuery()).contains("after=");
            answer(exchange, second ? 500 : 200, FIRST);
        });

        // When
        sync().then().statusCode(502);

        // Then
        demo().get("/v1/templates/" + waba).then().body("items.name", contains("a"));
    }

    @Test
    void anEndlessPageIsNotReadToItsEnd() {
        // Given
        AtomicLong sent = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        api.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[1 << 16];
            try {
                while (sent.get() < 1L << 30) {
                    exchange.getResponseBody().write(part);
                    sent.addAndGet(part.length);
                }
            } finally {
                ended.countDown();
            }
        });

        // When, Then
        sync().then().statusCode(502);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> ended.getCount() == 0);
        assertThat(sent.get())
                .as("what the buffers of a connection hold, and no more")
                .isLessThan(64 << 20);
    }

    @Test
    void oneAtATimeForEachTenant() throws Exception {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        api.createContext("/", exchange -> {
            asked.countDown();
            try {
                answer.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer(exchange, 200, SECOND);
        });
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> sync().statusCode());
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        sync().then().statusCode(409).body("code", equalTo("conflict"));

        // Then
        answer.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        sync().then().statusCode(200);
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        requests.add(exchange.getRequestURI().toString());
        tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private io.restassured.response.Response sync() {
        return demo().post("/v1/templates/" + waba + "/sync");
    }

    private static RequestSpecification demo() {
        return given().header("Authorization", "Bearer demo");
    }

    private static void put(String path, String body) {
        demo().contentType("application/json").body(body).put(path).then().statusCode(201);
    }
}
