package io.estafet.directory.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsApp;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The directory while Redis or PostgreSQL says nothing: an answer or "come again", and never that we are at fault. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class AwayIT {

    /** Nothing here waits for more than two deadlines of a second, on a machine that does other things, too. */
    private static final long PATIENCE_MILLIS = 4_000;

    private static final Duration BACK = Duration.ofSeconds(60);

    @Inject
    World world;

    @Test
    void isAnsweredOrAskedToComeAgain() {
        Map<String, Response> answers = new LinkedHashMap<>();
        try (WhatsApp whatsApp = WhatsApp.start()) {
            World.Number number = world.number(whatsApp, -1, 80);
            Servers.redis().suspend();
            try {
                ask(number, "redis", answers);
            } finally {
                Servers.redis().resume();
            }
            Servers.postgres().suspend();
            try {
                ask(number, "postgres", answers);
            } finally {
                Servers.postgres().resume();
            }
            awaitBack(number);
        }

        assertThat(answers).allSatisfy((call, answer) -> {
            assertThat(answer.time()).as(call).isLessThan(PATIENCE_MILLIS);
            assertThat(answer.statusCode()).as(call + answer.asString()).isIn(200, 204, 404, 503);
            if (answer.statusCode() == 503) {
                assertThat(answer.header("Retry-After")).as(call).isNotNull();
                assertThat(answer.contentType()).as(call).isEqualTo("application/problem+json");
            }
        });
        assertThat(answers.get("redis PATCH sender").statusCode())
                .as("what is committed is not told as failed")
                .isEqualTo(200);
    }

    private static void ask(World.Number number, String away, Map<String, Response> answers) {
        String sender = "/v1/senders/" + number.sender();
        String consent = """
                [{"portfolio":"%s","to":"+6281234567890","category":"all","status":"opted-out","source":"test",
                  "at":"2026-01-01T00:00:00Z"}]""".formatted(number.portfolio());
        answers.put(away + " GET sender", call().get(sender));
        answers.put(away + " PATCH sender", call().body("{\"paused\":true}").patch(sender));
        answers.put(away + " GET portfolio", call().get("/v1/portfolios/" + number.portfolio()));
        answers.put(
                away + " GET recipient",
                call().urlEncodingEnabled(false)
                        .get("/v1/recipients/%2B6281234567890?portfolio=" + number.portfolio()));
        answers.put(away + " PUT consents", call().body(consent).put("/v1/consents"));
    }

    /** The next test finds no PostgreSQL that has yet to do what it was asked while it was silent. */
    private static void awaitBack(World.Number number) {
        Awaitility.await()
                .atMost(BACK)
                .until(() -> call().body("{\"paused\":false}")
                                .patch("/v1/senders/" + number.sender())
                                .statusCode()
                        == 200);
    }

    private static RequestSpecification call() {
        return RestAssured.given().header("Authorization", "Bearer demo").contentType(ContentType.JSON);
    }
}
