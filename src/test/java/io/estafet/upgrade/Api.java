package io.estafet.upgrade;

import static io.restassured.RestAssured.given;

import io.estafet.testing.Replica;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Signatures;
import io.estafet.testing.WhatsApp;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The public API of a replica, as a business and WhatsApp call it. A refusal is an {@link IllegalStateException}. */
record Api(Replica replica) {

    /** Registers what WhatsApp knows of {@link Business}. */
    void register(String baseUrl) {
        put("/v1/portfolios/" + Business.OPEN, "{\"messagingLimit\":\"unlimited\"}");
        put("/v1/portfolios/" + Business.TIGHT, "{\"messagingLimit\":%d}".formatted(Business.TIGHT_LIMIT));
        put("/v1/portfolios/" + Business.FULL, "{\"messagingLimit\":%d}".formatted(Business.FULL_LIMIT));
        for (Business.Number number : Business.NUMBERS) {
            put("/v1/senders/" + number.id(), """
                    {"portfolio":"%s","wabaId":"%s","displayPhoneNumber":"+62 21 555 0100","baseUrl":"%s",
                     "accessToken":"%s","throughput":%d}""".formatted(
                            number.portfolio(), number.wabaId(), baseUrl, WhatsApp.TOKEN, number.throughput()));
            Business.TEMPLATES.forEach(name -> put(
                    "/v1/templates/" + number.wabaId() + "/" + name + "/en_US",
                    "{\"category\":\"%s\",\"status\":\"APPROVED\"}".formatted(Business.category(name))));
        }
    }

    /** Hands one message over; its id. */
    String send(String message) {
        return ok(request().body(bytes(message)).post("/v1/messages")).path("id");
    }

    String send(String message, String idempotencyKey) {
        return ok(request()
                        .header("Idempotency-Key", idempotencyKey)
                        .body(bytes(message))
                        .post("/v1/messages"))
                .path("id");
    }

    /** The message's state, and after a slash its reason. */
    String state(String id) {
        Response message = get("/v1/messages/" + id);
        String reason = message.path("reason");
        return message.path("state") + (reason == null ? "" : "/" + reason);
    }

    void consent(String portfolio, String person, String category, String status) {
        String change = """
                [{"portfolio":"%s","to":"%s","category":"%s","status":"%s","source":"upgrade","at":"%s"}]""";
        put("/v1/consents", change.formatted(portfolio, person, category, status, Instant.now()));
    }

    void change(Business.Number number, String member, Object value) {
        ok(request().body("{\"" + member + "\":" + value + "}").patch("/v1/senders/" + number.id()));
    }

    /** WhatsApp says something; its answer means that it is stored. */
    void webhook(String payload) {
        ok(given().baseUri("http://127.0.0.1")
                .port(replica.port())
                .contentType(ContentType.JSON)
                .header("X-Hub-Signature-256", Signatures.sign(payload, ServersResource.WEBHOOK_SECRET))
                .body(bytes(payload))
                .post("/webhooks/whatsapp"));
    }

    Response get(String path) {
        return ok(request().get(path));
    }

    void put(String path, String body) {
        ok(request().body(body).put(path));
    }

    void delete(String path) {
        ok(request().delete(path));
    }

    private RequestSpecification request() {
        return given().baseUri("http://127.0.0.1")
                .port(replica.port())
                .auth()
                .oauth2("demo")
                .contentType(ContentType.JSON);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Response ok(Response response) {
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(response.statusCode() + " " + response.asString());
        }
        return response;
    }
}
