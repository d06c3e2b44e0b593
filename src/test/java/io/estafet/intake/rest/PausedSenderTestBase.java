package io.estafet.intake.rest;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/** A number of its own for each test, which sends nothing, and the calls of its tenant {@code demo}. */
abstract class PausedSenderTestBase {

    static final String PROBLEM = "application/problem+json";

    /** The header that makes a plain request one of the tenant's. */
    static final String KEY = "Authorization: Bearer demo\r\n";

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String RUN = Long.toString(System.nanoTime(), 36);

    final String sender = "os-" + RUN + "-" + NEXT.incrementAndGet();

    @TestHTTPResource("/")
    URI root;

    @BeforeEach
    void register() {
        Registering.pausedSender(sender);
    }

    void assertStillAccepts() {
        post(message("still")).statusCode(202);
    }

    RawHttp http() {
        return new RawHttp(root);
    }

    static ValidatableResponse post(String body) {
        return demo().contentType("application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/messages")
                .then();
    }

    ValidatableResponse list(String query) {
        return demo().get("/v1/messages?sender=" + sender + "&" + query).then().statusCode(200);
    }

    static RequestSpecification demo() {
        return given().header("Authorization", "Bearer demo");
    }

    String message(String reference) {
        return new JsonObject()
                .put("sender", sender)
                .put("to", "+6281200000001")
                .put("message", new JsonObject("{\"type\":\"text\",\"text\":{\"body\":\"x\"}}"))
                .put("reference", reference)
                .encode();
    }
}
