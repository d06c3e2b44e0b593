package io.estafet.inbound;

import static io.estafet.testing.Signatures.sign;

import io.estafet.inbound.Shop.Business;
import io.estafet.testing.Statements;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/** WhatsApp, as far as it posts. */
final class Hook {

    private Hook() {}

    static Response post(String body) {
        return post(body, sign(body, WebhookProfile.NEW_SECRET));
    }

    static Response post(String body, String signature) {
        return RestAssured.given()
                .contentType("application/json")
                .header("X-Hub-Signature-256", signature)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/webhooks/whatsapp");
    }

    /** One change of one account. */
    static String change(String wabaId, long time, String field, String value) {
        return """
                {"object":"whatsapp_business_account","entry":[{"id":"%s","time":%d,
                 "changes":[{"field":"%s","value":%s}]}]}""".formatted(wabaId, time, field, value);
    }

    /** A change of the field "messages" of one number, with the given arrays. */
    static String messages(String sender, String arrays) {
        return change("waba", 1, "messages", "{\"metadata\":{\"phone_number_id\":\"" + sender + "\"}," + arrays + "}");
    }

    static String status(String attempt, String word, long seconds) {
        return """
                {"id":"wamid.%s","status":"%s","timestamp":"%d","recipient_id":"6281200000007",
                 "biz_opaque_callback_data":"%s"}""".formatted(attempt, word, seconds, attempt);
    }

    static String failed(String attempt, int code, long seconds) {
        return """
                {"id":"wamid.%s","status":"failed","timestamp":"%d","biz_opaque_callback_data":"%s",
                 "errors":[{"code":%d,"title":"refused"}]}""".formatted(attempt, seconds, attempt, code);
    }

    /** Until nothing is left to be worked on in which that business occurs. */
    static void awaitWorked(Business business) {
        awaitWorked(business.sender().value().substring(2));
    }

    /** Until nothing is left to be worked on in which that word occurs. */
    static void awaitWorked(String word) {
        String left = "SELECT count(*) FROM webhook WHERE aside IS NULL AND convert_from(body, 'UTF8') LIKE ?";
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Statements.number(left, "%" + word + "%") == 0);
    }
}
