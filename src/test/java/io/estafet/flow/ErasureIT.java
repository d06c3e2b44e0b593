package io.estafet.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.estafet.redis.Keys;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Signatures;
import io.estafet.testing.Traces;
import io.estafet.testing.WhatsAppTestBase;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person with messages of every kind is erased by HTTP: nothing names them any more, and what they refused holds. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ErasureIT extends WhatsAppTestBase {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** Nobody else's in the whole database. */
    private final String digits = "99" + (1_000_000_000_000L + Math.floorMod(System.nanoTime(), 1_000_000_000_000L));

    @TestHTTPResource("/webhooks/whatsapp")
    URI webhooks;

    @Inject
    World world;

    private World.Number number;

    @BeforeEach
    void register() {
        whatsApp.behave("{\"magic\":false,\"webhook\":{\"url\":\"%s\",\"appSecret\":\"%s\",\"readShare\":1}}"
                .formatted(webhooks, ServersResource.WEBHOOK_SECRET));
        number = world.number(whatsApp, 250, 1_000);
    }

    @Test
    void nothingNamesThePersonAndWhatTheyRefusedHolds() {
        // Given
        Known known = known();

        // When
        erase().statusCode(204);

        // Then
        assertThat(Traces.of(digits)).isEmpty();
        assertCancelled(known.held());
        assertCancelled(known.scheduled());
        message(known.delivered()).body("to", equalTo("(erased)")).body("reference", nullValue());
        assertThat(arrived(known.delivered())).isTrue();
        assertThat(Redis.ask(
                        Servers.redis(), "HLEN " + Keys.of(number.portfolio()).entry()))
                .as("the mark is left")
                .isEqualTo(":1");
        recipient()
                .statusCode(200)
                .body("messages", hasSize(0))
                .body("windows", hasSize(0))
                .body("counted", notNullValue())
                .body("consent.marketing", equalTo("opted-out"))
                .body("consent.utility", equalTo("none"))
                .body("consent.history", hasSize(0));
        portfolio().body("used", equalTo(1));
    }

    @Test
    void whatWaitedIsNeverSentAndTheOptOutStillRefuses() {
        // Given
        Known known = known();
        erase().statusCode(204);

        // When
        template("authentication", "APPROVED");
        String another = accept(world.agreeing(number.portfolio(), 1).get(0).substring(1), "authentication", "");
        String refused = accept(digits, "marketing", "");

        // Then
        await().atMost(BOUND).until(() -> arrived(another));
        await().atMost(BOUND)
                .until(() -> message(refused).extract().path("state").equals("rejected"));
        message(refused).body("reason", equalTo("opted-out"));
        message(known.held()).body("state", equalTo("cancelled"));
        assertThat(whatsApp.log())
                .filteredOn(request -> request.toString().contains(digits))
                .hasSize(1);
        redrive(known.held()).statusCode(409).body("detail", containsString("erased"));
        recipient().body("messages.id", equalTo(List.of(refused)));
        list().body("items.id", equalTo(List.of(refused)));
    }

    @Test
    void thePersonCanBeErasedAgain() {
        // Given
        agree("marketing", "opted-out", Instant.now());
        erase().statusCode(204);
        accept(digits, "marketing", "");
        assertThat(Traces.of(digits)).containsExactly("message", "person_alias");

        // When
        erase().statusCode(204);
        erase().statusCode(204);

        // Then
        assertThat(Traces.of(digits)).isEmpty();
        recipient().body("consent.marketing", equalTo("opted-out"));
        list().body("items", hasSize(0));
    }

    @Test
    void aPersonOfWhomNothingIsKeptIsNotThere() {
        // Given
        agree("utility", "opted-in", Instant.now());
        recipient().statusCode(200);

        // When
        erase().statusCode(204);

        // Then
        recipient().statusCode(404);
    }

    @Test
    void aStrangerIsNotThere() {
        erase().statusCode(404);
        recipient().statusCode(404);
    }

    /** A person with three messages. */
    private record Known(String delivered, String held, String scheduled) {}

    /** Who agreed, refused, received a message, wrote one, and waits for two; and of whom another webhook told. */
    private Known known() {
        agree("all", "opted-in", Instant.now().minusSeconds(60));
        agree("marketing", "opted-out", Instant.now());
        String delivered = accept(digits, "utility", "");
        // The last of its statuses: one that came later would name the person again.
        await().atMost(BOUND)
                .until(() -> message(delivered).extract().path("state").equals("read"));
        whatsApp.personWrites(digits, number.sender().value());
        template("authentication", "PAUSED");
        String held = accept(digits, "authentication", "");
        await().atMost(BOUND)
                .until(() -> "template-paused".equals(message(held).extract().path("reason")));
        Instant later = Instant.now().plus(Duration.ofHours(1));
        String scheduled = accept(digits, "utility", ",\"sendAt\":\"" + later + "\"");
        webhookOfAnotherKind();
        await().atMost(BOUND)
                .until(() -> Traces.of(digits).equals(Set.of("consent_history", "message", "person_alias", "webhook")));
        await().atMost(BOUND)
                .untilAsserted(() -> recipient()
                        .statusCode(200)
                        .body("messages.id", equalTo(List.of(scheduled, held, delivered)))
                        .body("windows", hasSize(1))
                        .body("counted", notNullValue()));
        return new Known(delivered, held, scheduled);
    }

    private void assertCancelled(String id) {
        message(id)
                .body("state", equalTo("cancelled"))
                .body("reason", nullValue())
                .body("to", equalTo("(erased)"))
                .body("reference", nullValue())
                .body("campaign", nullValue())
                .body("timeline[-1].state", equalTo("cancelled"))
                .body(not(containsString(digits)));
    }

    private boolean arrived(String id) {
        return Set.of("delivered", "read").contains(message(id).extract().<String>path("state"));
    }

    /** Of a kind that nobody acts on, so that it is put aside. */
    private void webhookOfAnotherKind() {
        String body = """
                {"object":"whatsapp_business_account","entry":[{"id":"%s","time":1,"changes":[
                 {"field":"calls","value":{"from":"%s"}}]}]}""".formatted(number.wabaId(), digits);
        given().contentType("application/json")
                .header("X-Hub-Signature-256", Signatures.sign(body, ServersResource.WEBHOOK_SECRET))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(webhooks)
                .then()
                .statusCode(200);
    }

    private void agree(String category, String status, Instant at) {
        String consent = """
                [{"portfolio":"%s","to":"+%s","category":"%s","status":"%s","source":"form of +%s","at":"%s"}]""";
        put("/v1/consents", consent.formatted(number.portfolio(), digits, category, status, digits, at));
    }

    private void template(String name, String status) {
        put(
                "/v1/templates/" + number.wabaId() + "/" + name + "/en_US",
                "{\"category\":\"%s\",\"status\":\"%s\",\"components\":[]}".formatted(name, status));
    }

    private static void put(String path, String body) {
        caller().contentType("application/json").body(body).put(path).then().statusCode(200);
    }

    /** Its words, its reference and its campaign name the person. */
    private String accept(String to, String template, String more) {
        String body = """
                {"sender":"%1$s","to":"+%2$s","campaign":"c-%2$s","reference":"r-%2$s","message":{"type":"template",
                 "template":{"name":"%3$s","language":{"code":"en_US"},"components":[{"type":"body","parameters":[
                  {"type":"text","text":"call +%2$s"}]}]}}%4$s}""".formatted(number.sender(), to, template, more);
        return caller().contentType("application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/messages")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static ValidatableResponse message(String id) {
        return caller().get("/v1/messages/" + id).then().statusCode(200);
    }

    private static ValidatableResponse redrive(String id) {
        return caller().contentType("application/json")
                .body("{\"force\":true}")
                .post("/v1/messages/" + id + "/redrive")
                .then();
    }

    private ValidatableResponse list() {
        return caller().get("/v1/messages?sender=" + number.sender() + "&to=%2B" + digits)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse portfolio() {
        return caller().get("/v1/portfolios/" + number.portfolio()).then().statusCode(200);
    }

    private ValidatableResponse recipient() {
        return caller().get(recipientPath()).then();
    }

    private ValidatableResponse erase() {
        return caller().delete(recipientPath()).then();
    }

    private String recipientPath() {
        return "/v1/recipients/%2B" + digits + "?portfolio=" + number.portfolio();
    }

    private static RequestSpecification caller() {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer demo");
    }
}
