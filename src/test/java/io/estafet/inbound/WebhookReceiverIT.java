package io.estafet.inbound;

import static io.estafet.inbound.WebhookProfile.NEW_SECRET;
import static io.estafet.inbound.WebhookProfile.OLD_SECRET;
import static io.estafet.testing.Signatures.sign;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The door: who is let in, and what is answered when. */
@QuarkusTest
@TestProfile(WebhookProfile.class)
@QuarkusTestResource(ServersResource.class)
class WebhookReceiverIT {

    private static final String EMPTY = "{\"object\":\"whatsapp_business_account\",\"entry\":[]}";

    @Test
    void answersTheChallengeToWhoeverKnowsTheWord() {
        Response answer = handshake("subscribe", WebhookProfile.VERIFY_TOKEN);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString()).isEqualTo("1158201444");
        assertThat(answer.contentType()).startsWith("text/plain");
    }

    @Test
    void refusesTheHandshakeOfOthers() {
        assertThat(handshake("subscribe", "another-word").statusCode()).isEqualTo(403);
        assertThat(handshake("unsubscribe", WebhookProfile.VERIFY_TOKEN).statusCode())
                .isEqualTo(403);
        assertThat(given().get("/webhooks/whatsapp").statusCode()).isEqualTo(403);
    }

    private static Response handshake(String mode, String token) {
        return given().queryParam("hub.mode", mode)
                .queryParam("hub.verify_token", token)
                .queryParam("hub.challenge", "1158201444")
                .get("/webhooks/whatsapp");
    }

    @Test
    void acceptsBothSecretsWhileOneIsReplaced() {
        assertThat(Hook.post(EMPTY, sign(EMPTY, OLD_SECRET)).statusCode()).isEqualTo(200);
        assertThat(Hook.post(EMPTY, sign(EMPTY, NEW_SECRET)).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesWhatNobodySigned() {
        String good = sign(EMPTY, NEW_SECRET);
        assertThat(Hook.post(EMPTY, sign(EMPTY, "another-secret")).statusCode()).isEqualTo(401);
        assertThat(Hook.post(EMPTY + " ", good).statusCode()).isEqualTo(401);
        assertThat(Hook.post(EMPTY, good.substring(7)).statusCode()).isEqualTo(401);
        assertThat(Hook.post(EMPTY, "sha256=zz").statusCode()).isEqualTo(401);
        assertThat(Hook.post(EMPTY, "sha256=").statusCode()).isEqualTo(401);
        assertThat(given().body(EMPTY).post("/webhooks/whatsapp").statusCode()).isEqualTo(401);
    }

    /** Graph escapes what is not ASCII and signs that: any other spelling of the same JSON is another body. */
    @Test
    void signaturesAreOverTheBytesAndNotTheirMeaning() {
        // Given
        String escaped = "{\"entry\":[],\"name\":\"\\u00e4\\ud83d\\ude42\\/\"}";
        String plain = "{\"entry\":[],\"name\":\"ä🙂/\"}";

        // Then
        assertThat(Hook.post(escaped, sign(escaped, NEW_SECRET)).statusCode()).isEqualTo(200);
        assertThat(Hook.post(plain, sign(plain, NEW_SECRET)).statusCode()).isEqualTo(200);
        assertThat(Hook.post(plain, sign(escaped, NEW_SECRET)).statusCode()).isEqualTo(401);
    }

    @Test
    void takesThreeMegabytesAndRefusesMoreThanTheBound() {
        String large = "{\"entry\":[],\"x\":\"" + "x".repeat(3_000_000) + "\"}";
        String tooLarge = "{\"entry\":[],\"x\":\"" + "x".repeat(3_500_000) + "\"}";
        assertThat(Hook.post(large).statusCode()).isEqualTo(200);
        assertThat(Hook.post(tooLarge).statusCode()).isEqualTo(413);
    }

    /** What cannot be read stays, so its row proves what was stored. */
    @Test
    void keepsWhatItAnsweredByteForByte() {
        // Given
        String body = "{\"not\":\"a webhook \\ud83d\\ude42\",\"at\":" + System.nanoTime() + "}";

        // When
        assertThat(Hook.post(body).statusCode()).isEqualTo(200);

        // Then
        assertThat(rowsOf(body)).as("stored before it was answered").isEqualTo(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> asideOf(body) == Payloads.Aside.MALFORMED.code());
    }

    @Test
    void asksToComeAgainWithinASecondWhenPostgresIsSilent() {
        // Given
        assertThat(Hook.post(EMPTY).statusCode()).isEqualTo(200);
        Servers.postgres().suspend();
        try {
            // When
            long began = System.nanoTime();
            Response answer = Hook.post(EMPTY);

            // Then
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        } finally {
            Servers.postgres().resume();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> Hook.post(EMPTY).statusCode() == 200);
    }

    private static long rowsOf(String body) {
        return Statements.number("SELECT count(*) FROM webhook WHERE body = convert_to(?, 'UTF8')", body);
    }

    private static long asideOf(String body) {
        return Statements.number(
                "SELECT coalesce(max(aside), 0) FROM webhook WHERE body = convert_to(?, 'UTF8')", body);
    }

    /** Who announces much and sends nothing must not hold the memory that WhatsApp's payloads need. */
    @Test
    void strangersWhoAnnounceMuchHoldNothing() throws IOException {
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket stranger = new Socket("127.0.0.1", RestAssured.port);
                strangers.add(stranger);
                stranger.getOutputStream()
                        .write(("POST /webhooks/whatsapp HTTP/1.1\r\nHost: t\r\nContent-Length: "
                                        + (i % 2 == 0 ? 3_400_000 : 9_999)
                                        + "\r\nX-Hub-Signature-256: sha256=" + "0".repeat(64) + "\r\n\r\n")
                                .getBytes(US_ASCII));
            }
            String large = EMPTY + " ".repeat(2_000_000);
            assertThat(Hook.post(large, sign(large, NEW_SECRET)).statusCode()).isEqualTo(200);
            assertThat(Hook.post(EMPTY, sign(EMPTY, NEW_SECRET)).statusCode()).isEqualTo(200);
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }
}
