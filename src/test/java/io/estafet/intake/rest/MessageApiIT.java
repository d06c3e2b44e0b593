package io.estafet.intake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One message over HTTP. Its number is paused, so that nothing leaves. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class MessageApiIT {

    private static final String PROBLEM = "application/problem+json";
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String RUN = Long.toString(System.nanoTime(), 36);

    private final String sender = "ms-" + RUN + "-" + NEXT.incrementAndGet();

    @BeforeEach
    void register() {
        Registering.pausedSender(sender);
    }

    @Test
    void acceptsAndTellsWhatBecameOfIt() {
        // When
        String id = post("demo", text("Halo", "\"campaign\":\"c-1\",\"reference\":\"" + sender + "\""))
                .statusCode(202)
                .body("state", equalTo("queued"))
                .header("Location", containsString("/v1/messages/"))
                .extract()
                .path("id");
        // Then
        get("demo", "/v1/messages/" + id)
                .statusCode(200)
                .body("sender", equalTo(sender))
                .body("to", equalTo("+6281200000001"))
                .body("category", equalTo("service"))
                .body("state", equalTo("held"))
                .body("reason", equalTo("sender-paused"))
                .body("timeline", hasSize(1))
                .body("timeline[0].state", equalTo("queued"));
        get("demo", "/v1/messages?reference=" + sender).body("items.id", hasItem(id));
        get("demo", "/v1/messages?sender=" + sender + "&to=+6281200000001&campaign=c-1&state=queued")
                .body("items.id", hasItem(id));
        get("demo", "/v1/messages?sender=" + sender + "&to=+6281299999999").body("items", hasSize(0));
    }

    @Test
    void passesEveryScriptByteForByte() {
        // Given
        String message =
                "{ \"text\" : {\"body\":\"\uD83D\uDC69\u200D\uD83D\uDC67 שלום \\u0633 ဟယ်လို \\ud83d\\ude42\"},"
                        + "\"type\":\"text\" }";
        // When
        String id = post(
                        "demo", "{\"sender\":\"" + sender + "\",\"to\":\"+6281200000001\",\"message\":" + message + "}")
                .statusCode(202)
                .extract()
                .path("id");
        // Then
        assertThat(body(id)).isEqualTo(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sameKeyAndBodyAnswersTheFirstAnswer() {
        String first = keyed("k-" + sender, text("a", "\"campaign\":\"c\""));
        String again = keyed("k-" + sender, "\n" + text("\\u0061", "\"campaign\" : \"c\""));
        assertThat(again).isEqualTo(first);
        given().header("Authorization", "Bearer demo")
                .header("Idempotency-Key", "k-" + sender)
                .contentType("application/json")
                .body(text("b", "\"campaign\":\"c\""))
                .post("/v1/messages")
                .then()
                .statusCode(422)
                .contentType(PROBLEM)
                .body("code", equalTo("idempotency-key-reused"));
    }

    @Test
    void sameKeyAtOnceIsOneMessage() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Callable<String> call = () -> keyed("once-" + sender, text("a", "\"campaign\":\"c\""));
            List<Future<String>> answers = callers.invokeAll(List.of(call, call, call, call, call, call, call, call));
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo(answers.get(0).get());
            }
            get("demo", "/v1/messages?sender=" + sender).body("items", hasSize(1));
        } finally {
            callers.shutdownNow();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "unknown field|{BASE,\"x\":1}|422|invalid|/x",
                "wrong type|{\"sender\":1,\"to\":\"+6281200000001\",\"message\":M}|422|invalid|/sender",
                "both|{BASE,\"recipient\":\"US.1\"}|422|invalid|/recipient",
                "none|{\"sender\":\"S\",\"message\":M}|422|invalid|/to",
                "not E.164|{\"sender\":\"S\",\"to\":\"0812\",\"message\":M}|422|invalid|/to",
                "unregistered sender|{\"sender\":\"nobody\",PERSON,\"message\":M}|404|sender-unknown|/sender",
                "category of free-form|{BASE,\"category\":\"utility\"}|422|invalid|/category",
                "category of template|{SENDER,PERSON,\"message\":T,\"category\":\"marketing\"}|422|invalid|/category",
                "sendAt too far|{BASE,\"sendAt\":\"2099-01-01T00:00:00Z\"}|422|invalid|/sendAt",
                "expired already|{BASE,\"expiresAt\":\"2020-01-01T00:00:00Z\"}|422|invalid|/expiresAt",
                "unregistered fallback|{BASE,\"fallback\":F}|422|invalid|/fallback/template/name",
                "NUL|{BASE,\"reference\":\"\\u0000\"}|422|invalid|/reference",
                "lone surrogate|{BASE,\"reference\":\"\\ud800\"}|422|invalid|/reference",
                "broken|{\"sender\":\"S\",|400|malformed-json|/sender"
            })
    void refusesBadInputWithPointer(String name, String json, int status, String code, String pointer) {
        String base = "\"sender\":\"S\",\"to\":\"+6281200000001\",\"message\":M";
        String body = json.replace("BASE", base)
                .replace("SENDER", "\"sender\":\"S\"")
                .replace("PERSON", "\"to\":\"+6281200000001\"")
                .replace("\"S\"", "\"" + sender + "\"")
                .replace(":M", ":{\"type\":\"text\",\"text\":{\"body\":\"x\"}}")
                .replace(":T", ":" + Registering.template("hello"))
                .replace(":F", ":" + Registering.template("unheard_of"));
        post("demo", body)
                .statusCode(status)
                .contentType(PROBLEM)
                .body("code", equalTo(code))
                .body("errors.pointer", hasItem(pointer));
    }

    @Test
    void refusesTooLargeAndTooDeep() {
        post("demo", text("x".repeat(70_000), "\"campaign\":\"c\""))
                .statusCode(413)
                .body("code", equalTo("too-large"));
        post("demo", "{\"message\":" + "[".repeat(30_000)).statusCode(400).body("code", equalTo("malformed-json"));
    }

    @Test
    void anotherTenantSeesNothing() {
        String id = post("demo", text("a", "\"campaign\":\"c\""))
                .statusCode(202)
                .extract()
                .path("id");
        post("demo2", text("a", "\"campaign\":\"c\"")).statusCode(404).body("code", equalTo("sender-unknown"));
        get("demo2", "/v1/messages/" + id).statusCode(404);
        get("demo2", "/v1/messages?sender=" + sender).statusCode(200).body("items", hasSize(0));
        delete("demo2", "/v1/messages/" + id).statusCode(404);
        given().get("/v1/messages/" + id).then().statusCode(401);
    }

    @Test
    void cancelsWhatWaits() {
        String id = post("demo", text("a", "\"campaign\":\"c\""))
                .statusCode(202)
                .extract()
                .path("id");
        delete("demo", "/v1/messages/" + id).statusCode(200).body("state", equalTo("cancelled"));
        get("demo", "/v1/messages/" + id).body("state", equalTo("cancelled")).body("timeline", hasSize(2));
        redrive("/v1/messages/" + id + "/redrive", "{}").statusCode(409).body("code", equalTo("conflict"));
        delete("demo", "/v1/messages/" + UUID.randomUUID()).statusCode(404);
    }

    @Test
    void redrivesWhatExpired() {
        // Given
        String id = post("demo", text("a", "\"campaign\":\"c\""))
                .statusCode(202)
                .extract()
                .path("id");
        expire(id);
        // Then
        redrive("/v1/messages/" + id + "/redrive", "").statusCode(422).body("errors[0].pointer", equalTo("/expiresAt"));
        for (String never :
                List.of("+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "2999-01-01T00:00:00Z")) {
            redrive("/v1/messages/" + id + "/redrive", "{\"expiresAt\":\"" + never + "\"}")
                    .statusCode(422)
                    .body("errors[0].pointer", equalTo("/expiresAt"));
        }
        String later = Instant.now().plusSeconds(3_600).toString();
        redrive("/v1/messages/" + id + "/redrive", "{\"expiresAt\":\"" + later + "\"}")
                .statusCode(200)
                .body("state", equalTo("queued"));
    }

    @Test
    void redrivesManyByFilter() {
        for (int i = 0; i < 3; i++) {
            expire(post("demo", text("a", "\"campaign\":\"m\""))
                    .statusCode(202)
                    .extract()
                    .path("id"));
        }
        String later = Instant.now().plusSeconds(3_600).toString();
        redrive("/v1/messages/redrive", "{}").statusCode(422);
        redrive("/v1/messages/redrive?sender=" + sender + "&state=expired", "{\"expiresAt\":\"" + later + "\"}")
                .statusCode(200)
                .body("redriven", equalTo(3))
                .body("skipped", equalTo(0));
        get("demo", "/v1/messages?state=expired&sender=" + sender).body("items", hasSize(0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "state=failed&campain=autumn|unknown name; known are campaign, cursor",
                "state=failed&state=expired|state stands twice",
                "state=HELD|state must be one of queued, held, sending",
                "reason=none|reason must be one of scheduled",
                "limit=0|limit must be a number from 1 to 1000",
                "cursor=2|cursor must be what a page gave as next",
                "from=yesterday|from must be a time with zone"
            })
    void refusesAQueryThatCouldMeanMore(String query, String why) {
        for (Response answer : List.of(
                given().header("Authorization", "Bearer demo").get("/v1/messages?" + query),
                given().header("Authorization", "Bearer demo")
                        .contentType("application/json")
                        .post("/v1/messages/redrive?" + query))) {
            answer.then().statusCode(422).body("detail", containsString(why));
        }
    }

    @Test
    void listsInPages() {
        for (int i = 0; i < 3; i++) {
            post("demo", text("a", "\"campaign\":\"c\"")).statusCode(202);
        }
        Response first = given().header("Authorization", "Bearer demo").get("/v1/messages?limit=2&sender=" + sender);
        String next = first.then().body("items", hasSize(2)).extract().path("next");
        get("demo", "/v1/messages?limit=2&sender=" + sender + "&cursor=" + next)
                .body("items", hasSize(1))
                .body("next", equalTo(null))
                .body("items.id", not(hasItem(first.<String>path("items[0].id"))));
        get("demo", "/v1/messages?state=nonsense").statusCode(422);
        get("demo", "/v1/messages?limit=0").statusCode(422);
    }

    private String text(String body, String more) {
        return "{\"sender\":\"" + sender
                + "\",\"to\":\"+6281200000001\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"" + body + "\"}},"
                + more + "}";
    }

    private static String keyed(String key, String body) {
        return given().header("Authorization", "Bearer demo")
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/v1/messages")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static ValidatableResponse post(String key, String body) {
        return given().header("Authorization", "Bearer " + key)
                .contentType("application/json")
                // As bytes: the client pretty-prints texts for its reports, and a very deep one takes all memory.
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/messages")
                .then();
    }

    private static ValidatableResponse redrive(String path, String body) {
        return given().header("Authorization", "Bearer demo")
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private static ValidatableResponse get(String key, String path) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + key)
                .get(path)
                .then();
    }

    private static ValidatableResponse delete(String key, String path) {
        return given().header("Authorization", "Bearer " + key).delete(path).then();
    }

    private static byte[] body(String id) {
        return Statements.bytes("SELECT body FROM message WHERE id = ?::uuid", id);
    }

    private static void expire(String id) {
        String expire = "UPDATE message SET state = 9, open = false, expires_at = accepted_at WHERE id = ?::uuid";
        assertThat(Statements.execute(expire, id)).isEqualTo(1);
    }
}
