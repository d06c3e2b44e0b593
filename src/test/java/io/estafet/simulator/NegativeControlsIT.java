package io.estafet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A count of zero proves something only where a client that breaks the rule gets another count: each kind of violation
 * is made by a raw client that ignores all rules, and by no other.
 */
class NegativeControlsIT {
    private Simulator simulator;
    private Wire wire;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorOptions.on(InstantSource.system()));
        wire = new Wire(simulator.baseUrl()).standard(250);
        wire.put("/behaviour", "{\"magic\":false,\"webhook\":{\"sent\":5,\"delivered\":5}}");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void countsThroughputWhenANumberSendsFasterThanItMay() {
        // When
        List<Integer> statuses = burst(200, 10_000_000);

        // Then
        assertThat(wire.violations("throughput")).isPositive();
        assertThat(statuses).contains(400);
        assertThat(wire.report().path("errors").path("130429").asInt()).isPositive();
        assertThat(wire.report().path("peakPerSecond").path(Wire.NUMBER).asInt())
                .isGreaterThan(82);
        assertOnly("throughput");
    }

    @Test
    void countsPairWhenOnePersonGetsMoreThanTheBurst() {
        // When
        wire.sendAtOnce(IntStream.range(0, 46)
                .mapToObj(i -> Wire.templateBody("+6281200000101", "utility", "pair-" + i))
                .toList());

        // Then
        assertThat(wire.violations("pair")).isEqualTo(1);
        assertThat(wire.report().path("errors").path("131056").asInt()).isEqualTo(1);
        assertThat(wire.report().path("accepted").asInt()).isEqualTo(45);
        assertOnly("pair");
    }

    @Test
    void countsLimitWhenMoreNewPeopleThanThePortfolioMayReach() {
        // Given
        wire.put("/numbers", Wire.number(Wire.NUMBER, 1_000));

        // When
        burst(260, 10_000_000);

        // Then
        assertThat(wire.violations("limit")).isEqualTo(10);
        await().atMost(Duration.ofSeconds(5)).until(() -> wire.violations("limitDelivered") == 10);
        assertOnly("limit", "limitDelivered");
    }

    @Test
    void countsWindowWhenFreeFormGoesToSomeoneWhoDidNotWrite() {
        // When
        HttpResponse<String> answer = wire.send(Wire.textBody("+6281200000101", "w-1"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(wire.violations("window")).isEqualTo(1);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> wire.report().path("failed").path("131047").asInt() == 1);
        assertOnly("window");
    }

    @Test
    void countsTemplateWhenItIsUnknownOrNotApproved() {
        // Given
        wire.put("/templates", Wire.template("waiting", "UTILITY", "PENDING"));
        wire.put("/templates", Wire.template("resting", "UTILITY", "PAUSED"));

        // When
        wire.send(Wire.templateBody("+6281200000101", "nobody_knows", "t-1"));
        wire.send(Wire.templateBody("+6281200000101", "waiting", "t-2"));
        wire.send(Wire.templateBody("+6281200000101", "resting", "t-3"));

        // Then
        assertThat(wire.violations("template")).isEqualTo(3);
        assertOnly("template");
    }

    @Test
    void countsDuplicateWhenAMessageIsAcceptedTwice() {
        // When
        wire.send(Wire.templateBody("+6281200000101", "utility", "job-7.1"));
        wire.send(Wire.templateBody("+6281200000101", "utility", "job-7.2"));

        // Then
        assertThat(wire.report().path("duplicates").asInt()).isEqualTo(1);
        assertOnly();
    }

    @Test
    void countsNoDuplicateWhenTheEarlierAcceptanceFailed() {
        // Given
        wire.put("/behaviour", "{\"errors\":[{\"code\":131053,\"share\":1,\"async\":true}],\"webhook\":{\"sent\":1}}");
        wire.send(Wire.templateBody("+6281200000101", "utility", "job-8.1"));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> wire.report().path("failed").path("131053").asInt() == 1);

        // When
        wire.send(Wire.templateBody("+6281200000101", "utility", "job-8.2"));

        // Then
        assertThat(wire.report().path("accepted").asInt()).isEqualTo(2);
        assertThat(wire.report().path("duplicates").asInt()).isZero();
    }

    @Test
    void countsNothingForAClientThatKeepsTheRules() {
        // Given
        wire.put("/numbers", Wire.number(Wire.NUMBER, 40));
        wire.post(
                "/inbound",
                "{\"from\":\"+6281200000999\",\"phoneNumberId\":\"%s\",\"text\":\"hi\"}".formatted(Wire.NUMBER));

        // When
        for (int i = 0; i < 120; i++) {
            // The pause counts from the answer before, so that no stall of this machine can press two together.
            long answered = System.nanoTime();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> System.nanoTime() - answered >= 25_500_000L);
            String body = i % 40 == 0
                    ? Wire.textBody("+6281200000999", "good-" + i)
                    : Wire.templateBody("+62812" + (1_000_000 + i), "utility", "good-" + i);
            assertThat(wire.send(body).statusCode()).isEqualTo(200);
        }

        // Then
        await().atMost(Duration.ofSeconds(5))
                .until(() -> wire.report().path("statuses").path("delivered").asInt() == 120);
        assertThat(wire.report().path("duplicates").asInt()).isZero();
        assertThat(wire.report().path("errors").isEmpty()).isTrue();
        assertOnly();
    }

    /** Everything at once, each to a person of their own; the HTTP statuses. */
    private List<Integer> burst(int count, int firstPerson) {
        return wire.sendAtOnce(IntStream.range(0, count)
                .mapToObj(i -> Wire.templateBody("+62812" + (firstPerson + i), "utility", "burst-" + i))
                .toList());
    }

    private void assertOnly(String... kinds) {
        JsonNode violations = wire.report().path("violations");
        assertThat(violations.size()).isEqualTo(6);
        violations.properties().forEach(field -> {
            if (List.of(kinds).contains(field.getKey())) {
                assertThat(field.getValue().asLong()).as(field.getKey()).isPositive();
            } else {
                assertThat(field.getValue().asLong()).as(field.getKey()).isZero();
            }
        });
    }
}
