package io.estafet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Being told and asked: registration, clock, log, report, and input that nobody understands. */
class ControlApiIT {
    private static final String PERSON = "+6281200000101";

    private Simulator simulator;
    private Wire wire;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorOptions.on(InstantSource.system()));
        wire = new Wire(simulator.baseUrl()).standard(1);
        wire.put("/behaviour", "{\"webhook\":{\"sent\":1,\"delivered\":1,\"readShare\":0}}");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void movesWindowsAndLimitsWithItsClock() {
        // Given
        wire.post("/inbound", "{\"from\":\"+6281200000201\",\"phoneNumberId\":\"%s\"}".formatted(Wire.NUMBER));
        wire.send(Wire.templateBody(PERSON, "utility", "c-1"));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> wire.report().path("pending").asInt() == 0);

        // When
        wire.put(
                "/clock", "{\"offsetMillis\":%d}".formatted(Duration.ofHours(24).toMillis() - 60_000));
        wire.send(Wire.textBody("+6281200000201", "c-2"));
        assertThat(wire.violations("window")).isZero();
        wire.send(Wire.templateBody("+6281200000102", "utility", "c-3"));
        assertThat(wire.violations("limit")).isEqualTo(1);
        await().atMost(Duration.ofSeconds(5)).until(() -> wire.violations("limitDelivered") == 1);
        wire.put(
                "/clock", "{\"offsetMillis\":%d}".formatted(Duration.ofHours(49).toMillis()));

        // Then
        wire.send(Wire.textBody("+6281200000201", "c-4"));
        assertThat(wire.violations("window")).isEqualTo(1);
        wire.send(Wire.templateBody("+6281200000103", "utility", "c-5"));
        assertThat(wire.violations("limit")).isEqualTo(1);
    }

    @Test
    void setsItsClockToAnInstant() {
        JsonNode clock = Wire.json(wire.put("/clock", "{\"at\":\"2031-05-06T07:08:09Z\"}"));

        assertThat(Instant.parse(clock.path("now").asText()))
                .isBetween(Instant.parse("2031-05-06T07:08:09Z"), Instant.parse("2031-05-06T07:09:09Z"));
    }

    @Test
    void logsEachRequestAsALine() throws Exception {
        // When
        String wamid = Wire.json(wire.send(Wire.templateBody(PERSON, "utility", "job.1")))
                .path("messages")
                .path(0)
                .path("id")
                .asText();
        wire.send(Wire.templateBody(PERSON, "nobody", "job.2"));
        wire.send(Wire.NUMBER, "wrong", Wire.templateBody(PERSON, "utility", "job.3"));

        // Then
        HttpResponse<String> log = wire.get("/log");
        assertThat(log.headers().firstValue("content-type")).contains("application/x-ndjson");
        String[] lines = log.body().split("\n");
        assertThat(lines).hasSize(3);
        JsonNode first = Wire.JSON.readTree(lines[0]);
        assertThat(first.path("number").asText()).isEqualTo(Wire.NUMBER);
        assertThat(first.path("person").asText()).isEqualTo("6281200000101");
        assertThat(first.path("callback").asText()).isEqualTo("job.1");
        assertThat(first.path("answer").asInt()).isEqualTo(200);
        assertThat(first.path("wamid").asText()).isEqualTo(wamid);
        assertThat(Instant.parse(first.path("at").asText())).isNotNull();
        assertThat(Wire.JSON.readTree(lines[1]).path("code").asInt()).isEqualTo(132001);
        assertThat(Wire.JSON.readTree(lines[2]).path("answer").asInt()).isEqualTo(401);
    }

    @Test
    void resetsTheReportAndKeepsTheBooks() {
        // Given
        wire.send(Wire.templateBody(PERSON, "utility", "job.1"));

        // When
        wire.delete("/report");

        // Then
        JsonNode report = wire.report();
        assertThat(report.path("accepted").asInt()).isZero();
        assertThat(report.path("perSender").path(Wire.NUMBER).path("received").asInt())
                .isZero();
        assertThat(report.path("peakPerSecond").path(Wire.NUMBER).asInt()).isZero();
        assertThat(wire.get("/log").body()).isEmpty();
        wire.send(Wire.templateBody(PERSON, "utility", "job.2"));
        assertThat(wire.report().path("duplicates").asInt()).isEqualTo(1);
        wire.delete("/books");
        wire.send(Wire.templateBody("+6281200000102", "utility", "job.3"));
        assertThat(wire.violations("limit")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/numbers    | {                                                                        | ''",
                "/numbers    | 7                                                                        | ''",
                "/numbers    | {'phoneNumberId':'1','wabaId':'w','portfolio':'p','token':'t','thruput':9} | /thruput",
                "/numbers    | {'phoneNumberId':'1','wabaId':'w','portfolio':'p'}                        | ''",
                "/portfolios | {'id':'p','messagingLimit':'many'}                                       | ''",
                "/portfolios | [{'id':'p','messagingLimit':1},{'id':'q','messagingLimit':-1}]            | /1",
                "/templates  | {'wabaId':'w','name':'n','language':'en','status':'GREAT'}               | ''",
                "/behaviour  | {'faults':[{'kind':'explode','share':1}]} | /faults/0/kind",
                "/behaviour  | {'faults':[{'kind':'slow','share':2}]}                                   | /faults/0",
                "/behaviour  | {'webhook':{'url':'nowhere'}}                                            | /webhook",
                "/behaviour  | {'latency':{'distribution':'lognormal'}}                                 | /latency",
                "/clock      | {'at':'yesterday'}                                                       | /at",
                "/clock      | {}                                                                       | ''"
            })
    void refusesWhatItDoesNotUnderstand(String path, String body, String pointer) {
        HttpResponse<String> answer = wire.put(path, body.replace('\'', '"'));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(Wire.json(answer).path("detail").asText()).isNotBlank();
        assertThat(Wire.json(answer).path("pointer").asText("")).isEqualTo(pointer);
    }

    @Test
    void refusesNewsOfNumbersAndTemplatesItDoesNotKnow() {
        assertThat(wire.post("/inbound", "{\"from\":\"+6281200000101\",\"phoneNumberId\":\"x\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(wire.post("/inbound", "{\"from\":\"me\",\"phoneNumberId\":\"%s\"}".formatted(Wire.NUMBER))
                        .statusCode())
                .isEqualTo(400);
        assertThat(wire.post("/events", "{\"type\":\"template\",\"name\":\"x\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(wire.post("/events", "{\"type\":\"party\"}").statusCode()).isEqualTo(400);
        assertThat(wire.post("/nowhere/at/all", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void listsTemplatesInPagesAndTellsTheLimitOfANumber() {
        JsonNode page = Wire.json(wire.get("/v23.0/" + Wire.WABA + "/message_templates?limit=2"));
        assertThat(page.path("data")).hasSize(2);
        JsonNode next =
                Wire.json(wire.get(page.path("paging").path("next").asText().replace(simulator.baseUrl(), "")));
        assertThat(next.path("data")).hasSize(1);
        assertThat(next.path("paging").has("next")).isFalse();
        assertThat(next.path("data").path(0).path("id").isTextual()).isTrue();
        JsonNode number = Wire.json(
                wire.get("/v23.0/" + Wire.NUMBER + "?fields=throughput,whatsapp_business_manager_messaging_limit"));
        assertThat(number.path("whatsapp_business_manager_messaging_limit").asText())
                .isEqualTo("TIER_1");
    }

    @Test
    void countsWhatPeopleWriteAgainstTheThroughput() {
        // Given
        wire.put("/numbers", Wire.number(Wire.NUMBER, 1));
        String inbound = "{\"from\":\"+6281200000201\",\"phoneNumberId\":\"%s\"}".formatted(Wire.NUMBER);

        // When
        String twenty = "[" + String.join(",", java.util.Collections.nCopies(20, inbound)) + "]";
        List<Integer> statuses = wire.atOnce(
                List.of(Wire.posting("/inbound", twenty), Wire.sending(Wire.templateBody(PERSON, "utility", "t.1"))));

        // Then
        assertThat(statuses).containsExactly(200, 400);
        assertThat(wire.report().path("errors").path("130429").asInt()).isEqualTo(1);
        assertThat(wire.violations("throughput")).isZero();
    }

    @Test
    void runsOnAVertxThatItIsGivenAndSaysWhenItsPortIsTaken() {
        Vertx vertx = Vertx.vertx();
        try (Simulator guest =
                Simulator.start(SimulatorOptions.on(InstantSource.system()).runningOn(vertx))) {
            assertThat(new Wire(guest.baseUrl()).report().path("received").asInt())
                    .isZero();
            SimulatorOptions taken = SimulatorOptions.on(InstantSource.system()).listening("127.0.0.1", guest.port());
            assertThatThrownBy(() -> Simulator.start(taken)).isInstanceOf(IllegalStateException.class);
        } finally {
            vertx.close();
        }
    }
}
