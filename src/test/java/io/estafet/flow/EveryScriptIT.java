package io.estafet.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.sender.AccessToken;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsApp;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said arrives byte for byte, by every door. A recorder stands before the simulator and passes all on. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class EveryScriptIT {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** What stands between the braces of the message object: spaces and escapes are the caller's own too. */
    private static final String INNER =
            "\"type\" : \"template\",\t\"template\":{\"name\":\"utility\",\"language\":{\"code\":\"en_US\"},"
                    + "\"components\":[{\"type\":\"body\",\"parameters\":[ {\"type\":\"text\",\"text\":\""
                    + "👩‍👩‍👧‍👦🏳️‍🌈 🇮🇩 \\ud83d\\ude42 \\u00e9\\/"
                    + " مَرْحَبًا \u202B\u200F(1)\u202C שָׁלוֹם မင်္ဂလာပါ नमस्ते สวัสดี"
                    + " ខ្មែរ ሰላም ߒߞߏ ᏣᎳᎩ"
                    + " 𠮷野家 𐌰𐌱 Z\u0351\u036B\u0343 e\u0301 \uFEFF\u2028\uFFFE % ${x} #{y} {{z}} <b>&amp;'\"}]}]}";

    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private WhatsApp whatsApp;
    private HttpServer recorder;

    @Inject
    World world;

    @Inject
    Registry registry;

    @Inject
    RedisLink redis;

    @BeforeEach
    void start() throws IOException {
        whatsApp = WhatsApp.start();
        whatsApp.behave("{\"magic\":false}");
        recorder = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        recorder.createContext("/", this::passOn);
        recorder.setExecutor(Executors.newCachedThreadPool());
        recorder.start();
    }

    @AfterEach
    void stop() {
        recorder.stop(0);
        whatsApp.close();
    }

    @Test
    void arrivesByteForByteThroughEveryDoor() {
        // Given
        World.Number number = world.number(whatsApp, -1, 80);
        World.await(registry.putSender(number.sender(), World.TENANT, old -> throughRecorder(number)));
        List<String> people = world.agreeing(number.portfolio(), 3);
        // When
        post("/v1/messages", "application/json", message(number, people.get(0), ""))
                .statusCode(202);
        post("/v1/messages/batch", "application/x-ndjson", message(number, people.get(1), "") + "\n")
                .statusCode(200);
        World.await(redis.push(
                Keys.INTAKE, List.of(message(number, people.get(2), ",\"tenant\":\"" + World.TENANT + "\""))));
        // Then
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("sent", 3L)));
        assertThat(received)
                .hasSize(3)
                .allSatisfy(body -> assertThat(HexFormat.of().formatHex(body))
                        .contains(HexFormat.of().formatHex(INNER.getBytes(StandardCharsets.UTF_8))));
        assertThat(whatsApp.report().get("accepted").asLong()).isEqualTo(3);
        FlowIT.assertClean(whatsApp.report());
    }

    private static String message(World.Number number, String to, String more) {
        return "{\"sender\":\"" + number.sender() + "\",\"to\":\"" + to + "\",\"message\":{ " + INNER + " }" + more
                + "}";
    }

    private static io.restassured.response.ValidatableResponse post(String path, String type, String body) {
        return given().header("Authorization", "Bearer demo")
                .contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then();
    }

    private SenderDraft throughRecorder(World.Number number) {
        return new SenderDraft(
                number.portfolio(),
                number.wabaId(),
                "15550000001",
                URI.create("http://127.0.0.1:" + recorder.getAddress().getPort()),
                Optional.of(new AccessToken(WhatsApp.TOKEN)),
                80,
                Optional.empty(),
                false,
                true);
    }

    private void passOn(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        received.add(body);
        HttpRequest request = HttpRequest.newBuilder(URI.create(whatsApp.baseUrl() + exchange.getRequestURI()))
                .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
                .header("Content-Type", "application/json")
                .timeout(BOUND)
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                .build();
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
