package io.estafet.inbound;

import static io.estafet.inbound.Hook.failed;
import static io.estafet.inbound.Hook.messages;
import static io.estafet.inbound.Shop.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.estafet.inbound.Shop.Business;
import io.estafet.message.MessageId;
import io.estafet.message.State;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.estafet.testing.Traces;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Erasing a person of whom webhooks tell, before and after. */
@QuarkusTest
@TestProfile(WebhookProfile.class)
@QuarkusTestResource(ServersResource.class)
class StoredTracesIT {

    private static final Duration SOON = Duration.ofSeconds(15);

    /** Nobody else's in the whole database. */
    private final String digits = "98" + (1_000_000_000_000L + Math.floorMod(System.nanoTime(), 1_000_000_000_000L));

    private final String userId = "ID." + digits.substring(2);

    @Inject
    Shop shop;

    @Inject
    InboundLifecycle lifecycle;

    private Business business;

    @BeforeEach
    void open() {
        business = shop.business();
    }

    @AfterEach
    void workOn() {
        lifecycle.stop();
        lifecycle.start();
    }

    @Test
    void aLateStatusEndsTheMessageAndNamesNobody() {
        // Given
        MessageId sending = accept();
        MessageId unknown = accept();
        shop.send(business, List.of(sending, unknown));
        shop.answered(List.of(unknown), State.UNKNOWN);
        assertThat(Traces.of(digits)).containsExactly("message", "person_alias");
        erase(204);

        // When
        post("\"statuses\":[" + delivered(sending) + "," + delivered(unknown) + "]");

        // Then
        await().atMost(SOON)
                .until(() -> shop.state(sending) == State.DELIVERED && shop.state(unknown) == State.DELIVERED);
        Hook.awaitWorked(digits);
        assertThat(traces()).isEmpty();
    }

    @Test
    void aLateRefusalIsKept() {
        // Given
        List<MessageId> ids = List.of(accept());
        shop.send(business, ids);
        shop.answered(ids, State.SENT);
        erase(204);

        // When
        post("\"statuses\":[" + failed(ids.get(0) + ".1", 131050, now()) + "]");

        // Then
        await().atMost(SOON).until(() -> shop.state(ids.get(0)).isEnd());
        await().atMost(SOON)
                .untilAsserted(() -> caller().get(recipient())
                        .then()
                        .statusCode(200)
                        .body("consent.stoppedAtWhatsApp", equalTo(true)));
        assertThat(traces()).isEmpty();
    }

    @Test
    void aLateStopIsKeptWithoutTheName() {
        // Given
        accept();
        erase(204);

        // When
        post(preference("stop"));

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> caller().get(recipient())
                        .then()
                        .statusCode(200)
                        .body("consent.stoppedAtWhatsApp", equalTo(true)));
        Hook.awaitWorked(digits);
        assertThat(traces()).isEmpty();
    }

    @Test
    void whatWaitsIsWorkedOnFirst() {
        // Given
        accept();
        rest();
        post(preference("stop"));
        assertThat(Traces.of(digits)).contains("webhook");

        // When
        erase(204);

        // Then
        assertThat(traces()).isEmpty();
        caller().get(recipient()).then().statusCode(200).body("consent.stoppedAtWhatsApp", equalTo(true));
    }

    @Test
    void whatCannotBeWorkedOnYetIsToBeErasedAgain() {
        // Given a webhook of a number that may still be registered, and one about somebody with a longer number
        accept();
        String nobody = business.sender().value() + "x";
        Hook.post(messages(
                nobody, "\"statuses\":[{\"id\":\"w\",\"status\":\"sent\",\"recipient_id\":\"" + digits + "\"}]"));
        String another = messages(
                nobody, "\"statuses\":[{\"id\":\"w\",\"status\":\"sent\",\"recipient_id\":\"" + digits + "0\"}]");
        Hook.post(another);
        erase(503);
        caller().get(recipient()).then().statusCode(200);

        // When
        await().atMost(SOON).until(() -> caller().delete(recipient()).statusCode() == 204);

        // Then
        assertThat(Traces.of("\"" + digits + "\"")).isEmpty();
        await().atMost(SOON)
                .until(() -> Statements.number(
                                "SELECT count(*) FROM webhook WHERE aside IS NOT NULL AND body = convert_to(?, 'UTF8')",
                                another)
                        == 1);
    }

    @Test
    void manyMessagesAreErasedInPieces() {
        // Given
        List<MessageId> ids = new ArrayList<>(shop.accept(business, 1_200));
        ids.addAll(shop.sent(business, 10));

        // When
        caller().delete("/v1/recipients/%2B6281200000007?portfolio=" + business.portfolio())
                .then()
                .statusCode(204);

        // Then
        assertThat(Statements.number(
                        "SELECT count(*) FROM message WHERE address <> '(erased)' AND portfolio = ?",
                        business.portfolio().value()))
                .isZero();
        assertThat(ids.subList(0, 1_200)).extracting(shop::state).containsOnly(State.CANCELLED);
        assertThat(ids.subList(1_200, 1_210)).extracting(shop::state).containsOnly(State.SENT);
    }

    /** Reads the whole database, which takes its time: nothing to be repeated until it holds. */
    private Set<String> traces() {
        Set<String> traces = Traces.of(digits);
        traces.addAll(Traces.of(userId));
        return traces;
    }

    /** No webhook is worked on but by who must. */
    private void rest() {
        lifecycle.stop();
        await().atMost(SOON).until(() -> !lifecycle.isBusy());
    }

    private void post(String arrays) {
        String field = arrays.startsWith("\"user_preferences\"") ? "user_preferences" : "messages";
        String value = "{\"metadata\":{\"phone_number_id\":\"" + business.sender() + "\"}," + arrays + "}";
        assertThat(Hook.post(Hook.change(business.wabaId(), now(), field, value))
                        .statusCode())
                .isEqualTo(200);
    }

    private String delivered(MessageId id) {
        String status = """
                {"id":"wamid.%1$s.1","status":"delivered","timestamp":"%2$d","recipient_id":"%3$s",
                 "recipient_user_id":"%4$s","biz_opaque_callback_data":"%1$s.1"}""";
        return status.formatted(id, now(), digits, userId);
    }

    private String preference(String word) {
        String preference = """
                "user_preferences":[{"wa_id":"%s","category":"marketing_messages","value":"%s","timestamp":%d}]""";
        return preference.formatted(digits, word, now());
    }

    private MessageId accept() {
        String body = """
                {"sender":"%s","to":"+%s","message":{"type":"template","template":{"name":"order_ready",
                 "language":{"code":"en_US"}}}}""".formatted(business.sender(), digits);
        String id = caller().contentType("application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/messages")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        return MessageId.parse(id);
    }

    private void erase(int status) {
        caller().delete(recipient()).then().statusCode(status);
    }

    private String recipient() {
        return "/v1/recipients/%2B" + digits + "?portfolio=" + business.portfolio();
    }

    private static RequestSpecification caller() {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer demo");
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
