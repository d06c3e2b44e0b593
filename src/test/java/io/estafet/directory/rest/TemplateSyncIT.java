package io.estafet.directory.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
