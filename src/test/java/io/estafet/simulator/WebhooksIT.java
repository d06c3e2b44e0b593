package io.estafet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a business hears, at a real HTTP endpoint that checks signatures itself. */
class WebhooksIT {
    private Simulator simulator;
    private Receiver receiver;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(SimulatorOptions.on(InstantSource.system()));
        receiver = new Receiver();
        wire = new Wire(simulator.baseUrl()).standard(250);
        behave("\"sent\":20,\"delivered\":30,\"read\":30,\"readShare\":1,\"concurrency\":1");
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
        assertThat(receiver.badSignatures.get()).isZero();
    }

    @Test
    void tellsSentDeliveredAndReadInOrderWithPriceAndCallback() {
        // When
        String wamid = Wire.json(wire.send(body("01")))
                .path("messages")
                .path(0)
                .path("id")
                .asText();

        // Then
        soon().until(() -> receiver.statuses().size() == 3);
        assertThat(words()).containsExactly("sent", "delivered", "read");
        assertThat(receiver.statuses()).allSatisfy(status -> {
            assertThat(status.path("id").asText()).isEqualTo(wamid);
            assertThat(status.path("biz_opaque_callback_data").asText()).isEqualTo("hook.01");
            assertThat(status.path("recipient_id").asText()).isEqualTo("6281200000101");
            assertThat(status.path("timestamp").asText()).matches("\\d{10}");
            assertThat(status.has("conversation")).isFalse();
        });
        assertThat(receiver.statuses().stream().map(status -> status.has("pricing")))
                .containsExactly(true, true, false);
        assertThat(receiver.statuses().get(0).path("pricing").path("category").asText())
                .isEqualTo("utility");
        JsonNode change = receiver.changes().get(0);
        assertThat(change.path("field").asText()).isEqualTo("messages");
        assertThat(change.path("value").path("metadata").path("phone_number_id").asText())
                .isEqualTo(Wire.NUMBER);
        assertThat(receiver.bodies.get(0).path("entry").path(0).path("id").asText())
                .isEqualTo(Wire.WABA);
    }

    @Test
    void addsAConversationBeforeVersion24() {
        behave("\"version\":23,\"sent\":1");

        wire.send(body("01"));

        soon().until(() -> !receiver.statuses().isEmpty());
        JsonNode conversation = receiver.statuses().get(0).path("conversation");
        assertThat(conversation.path("origin").path("type").asText()).isEqualTo("utility");
        assertThat(conversation.path("expiration_timestamp").asText()).matches("\\d{10}");
    }

    @Test
    void tellsWhyAMessageFailed() {
        wire.send(body("26"));

        soon().until(() -> receiver.statuses().size() == 1);
        JsonNode failed = receiver.statuses().get(0);
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("errors").path(0).path("code").asInt()).isEqualTo(131026);
        assertThat(failed.path("biz_opaque_callback_data").asText()).isEqualTo("hook.26");
        assertThat(failed.has("pricing")).isFalse();
    }

    @Test
    void repeatsWhatWasNotAnsweredWith200() {
        behave("\"sent\":1,\"delivered\":600000,\"retryMillis\":20");
        receiver.refuseNext(3);

        wire.send(body("01"));

        soon().until(() -> receiver.statuses().size() == 1);
        assertThat(receiver.refusalsLeft()).isZero();
        assertThat(wire.report().path("webhooks").path("retries").asInt()).isEqualTo(3);
    }

    @Test
    void batchesUpToTheNumberThatIsSet() {
        behave("\"delayMillis\":0,\"sent\":400,\"delivered\":600000,\"batch\":10,\"concurrency\":1");

        wire.sendAtOnce(IntStream.range(0, 25)
                .mapToObj(i -> Wire.templateBody("+628120000" + (10 + i) + "01", "utility", "batch-" + i))
                .toList());

        soon().until(() -> receiver.statuses().size() == 25);
        assertThat(receiver.bodies).allSatisfy(body -> assertThat(size(body)).isBetween(1, 10));
        assertThat(receiver.bodies.size()).isLessThan(25);
    }

    @Test
    void doublesAndReordersAndDelaysWhenTold() {
        behave("\"sent\":1,\"delivered\":1,\"readShare\":0,\"duplicateShare\":1,\"reorderShare\":0.5,"
                + "\"reorderMillis\":300,\"delayMillis\":200");
        long start = System.nanoTime();

        for (int i = 0; i < 10; i++) {
            wire.send(Wire.templateBody("+628120000" + (10 + i) + "01", "utility", "mix-" + i));
        }

        soon().until(() -> receiver.statuses().size() == 40);
        assertThat(System.nanoTime() - start).isGreaterThan(200_000_000L);
        List<String> words = words();
        assertThat(words.lastIndexOf("sent")).isGreaterThan(words.indexOf("delivered"));
        assertThat(wire.report().path("statuses").path("sent").asInt()).isEqualTo(10);
    }

    @Test
    void tellsMagicOrders() {
        behave("\"sent\":1,\"delivered\":1,\"read\":1,\"readShare\":0,\"heldMillis\":100,\"concurrency\":1");
        String held = Wire.json(wire.send(body("70")))
                .path("messages")
                .path(0)
                .path("message_status")
                .asText();
        wire.send(body("64"));
        wire.send(body("62"));
        wire.send(body("63"));
        wire.send(body("61"));
        wire.send(body("60"));

        soon().until(() -> receiver.statuses().size() == 2 + 3 + 2 + 4 + 1);
        assertThat(held).isEqualTo("held_for_quality_assessment");
        assertThat(words("64")).containsExactly("read", "delivered", "sent");
        assertThat(words("62")).containsExactly("sent", "read");
        assertThat(words("63")).containsExactlyInAnyOrder("sent", "sent", "delivered", "delivered");
        assertThat(words("60")).containsExactly("sent");
    }

    @Test
    void tellsThatAPersonWrote() {
        wire.post(
                "/inbound",
                "{\"from\":\"+6281200000101\",\"phoneNumberId\":\"%s\",\"text\":\"\uD83D\uDC4B hi\"}"
                        .formatted(Wire.NUMBER));

        soon().until(() -> receiver.messages().size() == 1);
        JsonNode message = receiver.messages().get(0);
        assertThat(message.path("from").asText()).isEqualTo("6281200000101");
        assertThat(message.path("type").asText()).isEqualTo("text");
        assertThat(message.path("text").path("body").asText()).isEqualTo("\uD83D\uDC4B hi");
        assertThat(receiver.changes()
                        .get(0)
                        .path("value")
                        .path("contacts")
                        .path(0)
                        .path("wa_id")
                        .asText())
                .isEqualTo("6281200000101");
    }

    @Test
    void tellsNewsOfLimitsTemplatesQualityAndWishes() {
        // When
        wire.post("/events", """
                [{"type":"limit","portfolio":"%s","value":2000},
                 {"type":"template","wabaId":"%s","name":"utility","language":"en_US","event":"PAUSED"},
                 {"type":"quality","phoneNumberId":"%s","event":"THROUGHPUT_UPGRADE","throughput":1000,
                  "maintenanceMillis":60000},
                 {"type":"preference","phoneNumberId":"%s","person":"+6281200000101","value":"stop"}]
                """.formatted(Wire.PORTFOLIO, Wire.WABA, Wire.NUMBER, Wire.NUMBER));

        // Then
        soon().until(() -> receiver.changes().size() == 4);
        assertThat(value("business_capability_update")
                        .path("max_daily_conversations_per_business")
                        .asInt())
                .isEqualTo(2000);
        JsonNode template = value("message_template_status_update");
        assertThat(template.path("message_template_language").asText()).isEqualTo("en-US");
        assertThat(template.path("message_template_id").isIntegralNumber()).isTrue();
        assertThat(value("phone_number_quality_update").path("current_limit").asText())
                .isEqualTo("TIER_2K");
        assertThat(value("user_preferences")
                        .path("user_preferences")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo("stop");
        assertThat(Wire.code(wire.send(body("01")))).isEqualTo(131057);
    }

    private void behave(String webhook) {
        var answer = wire.put("/behaviour", "{\"webhook\":{" + receiver.settings() + "," + webhook + "}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String body(String ending) {
        return Wire.templateBody("+62812000001" + ending, "utility", "hook." + ending);
    }

    private JsonNode value(String field) {
        return receiver.changes().stream()
                .filter(change -> change.path("field").asText().equals(field))
                .findFirst()
                .orElseThrow()
                .path("value");
    }

    private List<String> words() {
        return receiver.statuses().stream()
                .map(status -> status.path("status").asText())
                .toList();
    }

    private List<String> words(String ending) {
        return receiver.statuses().stream()
                .filter(status -> status.path("recipient_id").asText().endsWith(ending))
                .map(status -> status.path("status").asText())
                .toList();
    }

    private static int size(JsonNode body) {
        int size = 0;
        for (JsonNode change : body.path("entry").path(0).path("changes")) {
            size += change.path("value").path("statuses").size();
        }
        return size;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20));
    }
}
