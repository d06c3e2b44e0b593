package io.estafet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers like Estafet while Redis is away. */
class BatchTest {

    private final List<List<JsonNode>> requests = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private HttpServer server;
    private Batch batch;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/messages/batch", this::answer);
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        batch = new Batch(new Http(base, "demo", new CountDownLatch(1)), new PrintStream(printed, true));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void lineThatIsRefusedForNowIsRepeatedUnderItsKey() throws Exception {
        assertThat(batch.post(messages("in", "away-once", "in"), "run")).isEqualTo(3);

        assertThat(keys(1)).containsExactly("run-0", "run-1", "run-2");
        assertThat(keys(2)).containsExactly("run-1");
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void requestThatIsRefusedForNowIsRepeated() throws Exception {
        assertThat(batch.post(messages("all-away-once", "in"), "run")).isEqualTo(2);

        assertThat(requests).hasSize(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void whatIsWrongIsToldOnceForAllAndNotRepeated() throws Exception {
        assertThat(batch.post(messages("wrong", "in", "wrong"), "run")).isEqualTo(1);

        assertThat(requests).hasSize(1);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("2 messages were refused (invalid)");
    }

    private List<String> keys(int request) {
        return requests.get(request - 1).stream()
                .map(line -> line.get("idempotencyKey").asText())
                .toList();
    }

    private static List<ObjectNode> messages(String... fates) {
        return List.of(fates).stream()
                .map(fate -> Http.JSON.createObjectNode().put("reference", fate))
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        List<JsonNode> lines = body.lines().map(BatchTest::parse).toList();
        requests.add(lines);
        boolean first = requests.size() == 1;
        boolean away = first && lines.stream().anyMatch(line -> fate(line).equals("all-away-once"));
        String answers = IntStream.range(0, lines.size())
                .mapToObj(i -> answer(i + 1, fate(lines.get(i)), first))
                .reduce("", String::concat);
        byte[] bytes = answers.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Retry-After", "1");
        exchange.sendResponseHeaders(away ? 503 : 200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String answer(int line, String fate, boolean first) {
        if (fate.equals("wrong")) {
            return refused(line, 422, "invalid");
        }
        return fate.equals("away-once") && first
                ? refused(line, 503, "redis-away")
                : "{\"line\":%d,\"id\":\"id-%d\",\"state\":\"queued\"}%n".formatted(line, line);
    }

    private static String refused(int line, int status, String code) {
        return "{\"line\":%d,\"problem\":{\"status\":%d,\"code\":\"%s\"}}%n".formatted(line, status, code);
    }

    private static String fate(JsonNode line) {
        return line.get("reference").asText();
    }

    private static JsonNode parse(String line) {
        try {
            return Http.JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
