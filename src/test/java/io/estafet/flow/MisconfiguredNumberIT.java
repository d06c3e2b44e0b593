package io.estafet.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.estafet.testing.WhatsAppTestBase;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number whose stored address nobody can send to, from before it was checked or by hand. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class MisconfiguredNumberIT extends WhatsAppTestBase {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    World world;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://graph.facebook.com:99999",
                "https://graph.facebook.com/../x",
                "http://127.0.0.1:9/é",
                "https://no url",
                ""
            })
    void itsMessagesWaitAndItIsStoppedInSight(String stored) {
        // Given
        World.Number number = world.number(whatsApp, -1, 80);
        List<String> people = world.agreeing(number.portfolio(), 2);
        store("base_url", stored, number);

        // When
        List<MessageId> ids = world.accept(number, Category.UTILITY, people);

        // Then
        String path = "/v1/senders/" + number.sender();
        await().atMost(BOUND)
                .untilAsserted(() -> call().get(path).then().body("pauses.reason", contains("sender-paused")));
        await().atMost(BOUND).until(() -> World.states(number.sender()).getOrDefault("held/sender-paused", 0L) >= 1);
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(World.states(number.sender()).keySet())
                        .isSubsetOf("held/sender-paused", "held/retry", "queued"));
        assertThat(ids)
                .anySatisfy(id ->
                        assertThat(call().get("/v1/messages/" + id).asString()).contains("the number's base URL"));

        // And a mended one is kept
        call().body("{\"baseUrl\":\"" + whatsApp.baseUrl() + "\",\"throughput\":50}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("baseUrl", equalTo(whatsApp.baseUrl()));
    }

    @Test
    void aRowThatIsNoNumberCostsNoOther() {
        // Given
        World.Number broken = world.number(whatsApp, -1, 80);
        World.Number sound = world.number(whatsApp, -1, 80);

        // When
        store("throughput", 0, broken);

        // Then what changes later is still seen
        call().body("{\"throughput\":33}")
                .patch("/v1/senders/" + sound.sender())
                .then()
                .statusCode(200);
        world.accept(sound, Category.UTILITY, world.agreeing(sound.portfolio(), 1));
        await().atMost(BOUND).until(() -> World.states(sound.sender()).equals(Map.of("sent", 1L)));
        call().get("/v1/senders/" + sound.sender()).then().body("throughput", equalTo(33));
        Statements.execute(
                "UPDATE sender SET throughput = 80 WHERE id = ?",
                broken.sender().value());
    }

    /** As by hand: with the version that makes every replica look again. */
    private static void store(String column, Object value, World.Number number) {
        String change = """
                WITH next AS (UPDATE directory_version SET version = version + 1 RETURNING version)
                UPDATE sender SET %s = ?, version = (SELECT version FROM next) WHERE id = ?""".formatted(column);
        assertThat(Statements.execute(change, value, number.sender().value())).isOne();
    }

    private static io.restassured.specification.RequestSpecification call() {
        return given().header("Authorization", "Bearer demo").contentType("application/json");
    }
}
