package io.estafet.intake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of lines, over a plain socket, so that reading and writing are the test's own. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class BatchApiIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String RUN = Long.toString(System.nanoTime(), 36);
    private static final int SOCKET_MILLIS = 60_000;

    private final String sender = "bs-" + RUN + "-" + NEXT.incrementAndGet();

    @TestHTTPResource("/v1/messages/batch")
    URI batch;

    @BeforeEach
    void register() {
        Registering.pausedSender(sender);
    }

    @Test
    void answersEachLineAndSparesTheNeighboursOfBadOnes() throws IOException {
        // Given
        String body = line(1) + "\n"
                + "{broken\n"
                + "\n"
                + line(2).replace("+62", "62") + "\n"
                + line(3).replace("}}}", "}},\"reference\":\"" + "x".repeat(70_000) + "\"}") + "\n"
                + line(4).replace("}}}", "}},\"idempotencyKey\":\"i-" + sender + "\"}") + "\r\n"
                + line(4).replace("}}}", "}},\"idempotencyKey\":\"i-" + sender + "\"}") + "\n"
                + line(5);
        // When
        List<JsonNode> answers = new ArrayList<>();
        for (String answer : given().header("Authorization", "Bearer demo")
                .contentType("application/x-ndjson")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/messages/batch")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString()
                .split("\n")) {
            answers.add(MAPPER.readTree(answer));
        }
        // Then
        assertThat(answers.stream().map(answer -> answer.get("line").asInt())).containsExactly(1, 2, 4, 5, 6, 7, 8);
        assertThat(answers.stream()
                        .map(answer -> answer.path("problem").path("code").asText("ok")))
                .containsExactly("ok", "malformed-json", "invalid", "too-large", "ok", "ok", "ok");
        assertThat(answers.get(2).at("/problem/errors/0/pointer").asText()).isEqualTo("/to");
        assertThat(answers.get(4).get("id")).isEqualTo(answers.get(5).get("id"));
        assertThat(answers.get(6).get("state").asText()).isEqualTo("queued");
    }

    @Test
    void answersWhileTheCallerIsStillWriting() throws IOException {
        try (Socket socket = open("demo")) {
            OutputStream out = socket.getOutputStream();
            BufferedReader in = reader(socket);
            for (int i = 1; i <= 3; i++) {
                chunk(out, line(i) + "\n");
                assertThat(MAPPER.readTree(nextJson(in)).get("line").asInt()).isEqualTo(i);
            }
            chunk(out, "");
        }
    }

    @Test
    void takesTenThousandLinesFromASlowReader() throws Exception {
        // Given
        int lines = 10_000;
        try (Socket socket = open("demo")) {
            OutputStream out = socket.getOutputStream();
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(out, lines));
            // When the answers are read slowly: a little, and no more until everything is written or nothing moves
            BufferedReader in = reader(socket);
            Set<String> ids = new HashSet<>();
            for (int line = 1; line <= lines; line++) {
                JsonNode answer = MAPPER.readTree(nextJson(in));
                assertThat(answer.get("line").asInt()).isEqualTo(line);
                ids.add(answer.path("id").asText());
            }
            // Then
            written.get(1, TimeUnit.MINUTES);
            assertThat(ids).hasSize(lines);
        }
    }

    @Test
    void aLineWithoutEndDoesNotFillMemory() throws Exception {
        // Given 100 MB without a line's end, after a good line and before another
        try (Socket socket = open("demo")) {
            OutputStream out = socket.getOutputStream();
            BufferedReader in = reader(socket);
            chunk(out, line(1) + "\n");
            String piece = "x".repeat(1 << 20);
            for (int i = 0; i < 100; i++) {
                chunk(out, piece);
            }
            chunk(out, "\n" + line(3) + "\n");
            chunk(out, "");
            // Then
            assertThat(MAPPER.readTree(nextJson(in)).has("id")).isTrue();
            assertThat(MAPPER.readTree(nextJson(in)).at("/problem/code").asText())
                    .isEqualTo("too-large");
            assertThat(MAPPER.readTree(nextJson(in)).has("id")).isTrue();
        }
    }

    @Test
    void takesMoreThanABodyMayHave() throws IOException {
        // Given 6 MB of known length, nearly all of it blank lines
        byte[] blanks = " \n".repeat(3 << 20).getBytes(StandardCharsets.UTF_8);
        byte[] body = (new String(blanks, StandardCharsets.UTF_8) + line(1)).getBytes(StandardCharsets.UTF_8);
        // When
        String answer = given().header("Authorization", "Bearer demo")
                .contentType("application/x-ndjson")
                .body(body)
                .post("/v1/messages/batch")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        // Then
        assertThat(MAPPER.readTree(answer).get("line").asInt()).isEqualTo((3 << 20) + 1);
        assertThat(MAPPER.readTree(answer).has("id")).isTrue();
    }

    @Test
    void asksForAKey() {
        given().contentType("application/x-ndjson")
                .body(line(1).getBytes(StandardCharsets.UTF_8))
                .post("/v1/messages/batch")
                .then()
                .statusCode(401);
    }

    private void write(OutputStream out, int lines) {
        StringBuilder some = new StringBuilder();
        for (int i = 1; i <= lines; i++) {
            some.append(line(i)).append('\n');
            if (i % 100 == 0) {
                chunkUnchecked(out, some.toString());
                some.setLength(0);
            }
        }
        chunkUnchecked(out, "");
    }

    private Socket open(String key) throws IOException {
        Socket socket = new Socket(batch.getHost(), batch.getPort());
        socket.setSoTimeout(SOCKET_MILLIS);
        // A small window: what is not read soon stops the server's writing.
        socket.setReceiveBufferSize(8 * 1024);
        socket.getOutputStream()
                .write(("POST /v1/messages/batch HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + key
                                + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next line that is an answer: headers and the sizes of chunks are passed over. */
    private static String nextJson(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("HTTP/1.1") && !line.contains("200")) {
                throw new AssertionError(line);
            }
            if (line.startsWith("{")) {
                return line;
            }
        }
        throw new AssertionError("the answers ended");
    }

    private static void chunkUnchecked(OutputStream out, String text) {
        try {
            chunk(out, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private String line(int n) {
        return "{\"sender\":\"" + sender + "\",\"to\":\"+62812" + (1_000_000 + n)
                + "\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"Halo \uD83D\uDE42\"}}}";
    }
}
