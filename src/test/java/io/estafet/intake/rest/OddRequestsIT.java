package io.estafet.intake.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is odd about the request rather than the message. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class OddRequestsIT extends PausedSenderTestBase {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String JSON = "Content-Type: application/json\r\n";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "/v1/messages, text/plain",
        "/v1/messages, application/x-ndjson",
        "/v1/messages, application/xml",
        "/v1/messages/batch, application/json",
        "/v1/messages/batch, text/plain"
    })
    void refusesAnotherContentType(String path, String type) {
        demo().contentType(type)
                .body(message("x").getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then()
                .statusCode(415)
                .contentType(PROBLEM)
                .body("code", equalTo("unsupported-media-type"));
        assertStillAccepts();
    }

    @Test
    void takesACharsetAndRefusesWhatHasNoType() throws IOException {
        demo().header("Content-Type", "application/json; charset=UTF-8")
                .body(message("a").getBytes(StandardCharsets.UTF_8))
                .post("/v1/messages")
                .then()
                .statusCode(202);
        String body = message("none");
        String answer = http().post("/v1/messages", KEY, body);
        assertThat(RawHttp.status(answer)).isIn(202, 415);
        assertStillAccepts();
    }

    @Test
    void refusesAnEmptyBody() {
        post("").statusCode(400).contentType(PROBLEM).body("code", equalTo("malformed-json"));
        post(" ").statusCode(400).contentType(PROBLEM).body("code", equalTo("malformed-json"));
        demo().contentType("application/x-ndjson")
                .post("/v1/messages/batch")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("code", equalTo("malformed-json"));
        assertStillAccepts();
    }

    @Test
    void refusesABodyAboveEveryLimit() throws IOException {
        post("x".repeat(2 << 20)).statusCode(413).contentType(PROBLEM).body("code", equalTo("too-large"));
        // Above the server's own limit it does not wait for the body.
        String answer = http().send(
                        "POST /v1/messages HTTP/1.1\r\nHost: t\r\n" + KEY + JSON + "Content-Length: 100000000\r\n\r\n");
        assertThat(RawHttp.status(answer)).isEqualTo(413);
        assertStillAccepts();
    }

    @Test
    void keysHaveOneTo255Characters() throws IOException {
        keyed("k".repeat(256)).statusCode(422).contentType(PROBLEM).body("errors.pointer", hasItem(""));
        String body = message("empty key");
        String answer = http().post("/v1/messages", KEY + JSON + "Idempotency-Key: \r\n", body);
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(422);
        String longest = sender + "k".repeat(255 - sender.length());
        String id = keyed(longest).statusCode(202).extract().path("id");
        keyed(longest).statusCode(202).body("id", equalTo(id));
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 7_000, 9_000, 100_000})
    void aVeryLongKeyIsRefused(int length) throws IOException {
        String body = message("long");
        String answer =
                http().post("/v1/messages", KEY + JSON + "Idempotency-Key: " + "k".repeat(length) + "\r\n", body);
        assertThat(RawHttp.status(answer)).isIn(422, 431);
        list("reference=long").body("items", hasSize(0));
        assertStillAccepts();
    }

    @Test
    void abortedBatchesKeepTheirWholeLinesOnly() throws IOException {
        // When callers leave in the middle of a line, which is a whole message but for its end
        int batches = 20;
        for (int i = 0; i < batches; i++) {
            String lines = message("whole") + "\n" + message("cut");
            try (Socket socket = http().open()) {
                socket.getOutputStream()
                        .write(("POST /v1/messages/batch HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer demo\r\n"
                                        + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + Integer.toHexString(lines.length()) + "\r\n" + lines + "\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                // Until the whole line is answered; then a reset rather than an end.
                awaitAnswer(socket);
                socket.setSoLinger(true, 0);
            }
        }
        // Then
        assertStillAccepts();
        await().atMost(PATIENCE)
                .untilAsserted(() -> list("reference=whole&limit=100").body("items", hasSize(batches)));
        list("reference=cut").body("items", hasSize(0));
    }

    private static void awaitAnswer(Socket socket) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\"id\"") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(read.toString()).isNotNegative();
            read.append((char) next);
        }
    }

    private ValidatableResponse keyed(String key) {
        return demo().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(message("keyed").getBytes(StandardCharsets.UTF_8))
                .post("/v1/messages")
                .then();
    }
}
