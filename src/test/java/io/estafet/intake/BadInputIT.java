package io.estafet.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.estafet.directory.Registry;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bad messages at every door of the running program, each with a good one beside it. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class BadInputIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Registry registry;

    @Inject
    RedisLink redis;

    private Doors doors;

    @BeforeEach
    void register() {
        doors = new Doors(registry);
        doors.putTemplate(registry);
    }

    static Stream<BadInput> cases() {
        return BadInput.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aloneIsAProblemWithAPointer(BadInput bad) {
        post(bad.bytes(doors.sender.value(), Optional.empty()))
                .statusCode(bad.code().status())
                .contentType("application/problem+json")
                .body("code", equalTo(bad.code().word()))
                .body("type", equalTo("urn:estafet:problem:" + bad.code().word()))
                .body("errors.pointer", hasItem(bad.pointer()));
        post(doors.json("good", "").getBytes(StandardCharsets.UTF_8)).statusCode(202);
        assertThat(doors.journalled("good")).isEqualTo(1);
    }

    @Test
    void asLinesSpoilNothingBesideThem() {
        // Given a good line before and behind each bad one
        List<BadInput> cases = BadInput.all();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < cases.size(); i++) {
            body.writeBytes((good(i, "") + "\n").getBytes(StandardCharsets.UTF_8));
            body.writeBytes(cases.get(i).bytes(doors.sender.value(), Optional.empty()));
            body.writeBytes(i % 2 == 0 ? new byte[] {'\n'} : new byte[] {'\r', '\n'});
        }
        body.writeBytes(good(cases.size(), "").getBytes(StandardCharsets.UTF_8));
        // When
        List<JsonObject> answers = lines(body.toByteArray());
        // Then
        assertThat(answers.stream().map(answer -> answer.getLong("line")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 2 * cases.size() + 1)
                        .mapToObj(Long::valueOf)
                        .toList());
        assertSoftly(softly -> {
            for (int i = 0; i < cases.size(); i++) {
                softly.assertThat(answers.get(2 * i).getString("state")).isEqualTo("queued");
                JsonObject problem = answers.get(2 * i + 1).getJsonObject("problem");
                softly.assertThat(code(problem))
                        .as(cases.get(i).name())
                        .isEqualTo(cases.get(i).code().word());
                softly.assertThat(pointers(problem))
                        .as(cases.get(i).name())
                        .contains(cases.get(i).pointer());
            }
        });
        assertEachGoodOneIsThereOnce(cases.size() + 1);
    }

    @Test
    void asEntriesSpoilNothingBesideThem() {
        // Given
        ask(RedisLink.request(Command.DEL, Keys.INTAKE_REFUSED));
        List<BadInput> cases = BadInput.all();
        Request push = RedisLink.request(Command.RPUSH, Keys.INTAKE);
        for (int i = 0; i < cases.size(); i++) {
            push.arg(good(i, ",\"tenant\":\"demo\""));
            push.arg(cases.get(i).bytes(doors.sender.value(), Optional.of("demo")));
        }
        push.arg(good(cases.size(), ",\"tenant\":\"demo\""));
        // When
        ask(push);
        // Then
        await().ignoreExceptions().atMost(PATIENCE).until(() -> refused().size() == cases.size());
        await().ignoreExceptions().atMost(PATIENCE).untilAsserted(() -> {
            assertEachGoodOneIsThereOnce(cases.size() + 1);
            assertThat(ask(RedisLink.request(Command.LLEN, Keys.INTAKE)).toLong())
                    .isZero();
            assertThat(ask(RedisLink.request(Command.HLEN, Keys.INTAKE_TAKEN)).toLong())
                    .isZero();
        });
        List<JsonObject> refused = refused();
        assertSoftly(softly -> {
            for (BadInput bad : cases) {
                String entry = new String(bad.bytes(doors.sender.value(), Optional.of("demo")), StandardCharsets.UTF_8);
                List<JsonObject> kept = refused.stream()
                        .filter(one ->
                                one.getString("entry").equals(entry.substring(0, Math.min(4096, entry.length()))))
                        .toList();
                softly.assertThat(kept).as(bad.name()).hasSize(1);
                JsonObject problem = kept.isEmpty() ? null : kept.get(0).getJsonObject("problem");
                softly.assertThat(code(problem))
                        .as(bad.name())
                        .isEqualTo(bad.code().word());
                softly.assertThat(pointers(problem)).as(bad.name()).contains(bad.pointer());
            }
        });
    }

    @Test
    void blankLinesCountAndAreNotAnswered() {
        String body = "\r\n\n" + good(0, "") + "\r\n \t\n\r\n" + good(1, "") + "\r\n\r\n";
        assertThat(lines(body.getBytes(StandardCharsets.UTF_8)).stream().map(answer -> answer.getLong("line")))
                .containsExactly(3L, 6L);
        assertEachGoodOneIsThereOnce(2);
    }

    @Test
    void theLongestMessageMayEndWithEitherLineEnd() {
        String longest = doors.json("longest", ",\"idempotencyKey\":\"" + doors.sender + "\"");
        String filled = " ".repeat(RequestParser.MAX_BYTES - longest.getBytes(StandardCharsets.UTF_8).length) + longest;
        String body = filled + "\r\n" + filled + "\n " + filled + "\r\n" + filled;
        assertThat(lines(body.getBytes(StandardCharsets.UTF_8)).stream()
                        .map(answer -> answer.containsKey("id") ? "ok" : code(answer.getJsonObject("problem"))))
                .containsExactly("ok", "ok", "too-large", "ok");
    }

    private String good(int i, String more) {
        return doors.json("good-" + i, more);
    }

    private void assertEachGoodOneIsThereOnce(int count) {
        List<String> references =
                IntStream.range(0, count).mapToObj(i -> "good-" + i).toList();
        assertThat(doors.times(references).values()).containsOnly(1L);
    }

    private static ValidatableResponse post(byte[] body) {
        return given().header("Authorization", "Bearer demo")
                .contentType("application/json")
                .body(body)
                .post("/v1/messages")
                .then();
    }

    private static List<JsonObject> lines(byte[] body) {
        return given().header("Authorization", "Bearer demo")
                .contentType("application/x-ndjson")
                .body(body)
                .post("/v1/messages/batch")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString()
                .lines()
                .map(JsonObject::new)
                .toList();
    }

    private static String code(JsonObject problem) {
        return problem == null ? "accepted" : problem.getString("code");
    }

    private static List<String> pointers(JsonObject problem) {
        return problem == null
                ? List.of()
                : problem.getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("pointer"))
                        .toList();
    }

    private List<JsonObject> refused() {
        return ask(RedisLink.request(Command.LRANGE, Keys.INTAKE_REFUSED, "0", "-1")).stream()
                .map(one -> new JsonObject(one.toString()))
                .toList();
    }

    private Response ask(Request request) {
        return Objects.requireNonNullElseGet(Doors.await(redis.send(request)), () -> {
            throw new AssertionError("no answer");
        });
    }
}
