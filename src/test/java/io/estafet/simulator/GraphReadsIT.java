package io.estafet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a token may read: its accounts and the numbers in them, and nothing of others. */
class GraphReadsIT {

    private static final String STRANGERS = "106500000000099";

    private Simulator simulator;
    private Wire wire;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorOptions.on(InstantSource.system()));
        wire = new Wire(simulator.baseUrl()).standard(1000);
        wire.put(
                "/numbers",
                Wire.number(STRANGERS, 80).replace(Wire.WABA, "waba-9").replace(Wire.TOKEN, "token-9"));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aNumberIsToldToItsToken() {
        JsonNode number = Wire.json(wire.get("/v26.0/" + Wire.NUMBER));

        assertThat(number.path("id").asText()).isEqualTo(Wire.NUMBER);
        assertThat(number.path("display_phone_number").asText()).isEqualTo("15550000001");
        assertThat(number.path("verified_name").asText()).isNotEmpty();
        assertThat(number.path("quality_rating").asText()).isEqualTo("GREEN");
        assertThat(Wire.json(wire.get("/" + Wire.NUMBER + "?fields=quality_rating")))
                .hasToString("{\"id\":\"" + Wire.NUMBER + "\",\"quality_rating\":\"GREEN\"}");
    }

    @Test
    void anAccountsNumbersComeInPages() {
        // Given
        wire.put("/numbers", Wire.number("106500000000002", 80));
        wire.put("/numbers", Wire.number("106500000000003", 80));

        // When
        JsonNode first = Wire.json(wire.get("/v26.0/" + Wire.WABA + "/phone_numbers?fields=id&limit=2"));
        String next = first.at("/paging/next").asText().replace(simulator.baseUrl(), "");
        JsonNode second = Wire.json(wire.get(next));

        // Then
        assertThat(first.path("data")).hasToString("[{\"id\":\"106500000000001\"},{\"id\":\"106500000000002\"}]");
        assertThat(second.path("data")).hasToString("[{\"id\":\"106500000000003\"}]");
        assertThat(second.at("/paging/next").isMissingNode()).isTrue();
    }

    @Test
    void whatIsNotForTheTokenIsAsIfItWereNotThere() {
        for (String path : new String[] {
            STRANGERS, "999", "waba-9/phone_numbers", "nowhere/phone_numbers", "waba-9/message_templates"
        }) {
            HttpResponse<String> answer = wire.get("/v26.0/" + path);
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(Wire.json(answer).at("/error/code").asInt()).as(path).isEqualTo(100);
            assertThat(Wire.json(answer).at("/error/error_subcode").asInt())
                    .as(path)
                    .isEqualTo(33);
        }
    }

    @Test
    void aTokenThatNobodyHasLearnsNothing() {
        wire.put("/numbers", Wire.number(Wire.NUMBER, 80).replace(Wire.TOKEN, "another"));

        for (String path : new String[] {Wire.NUMBER, Wire.WABA + "/phone_numbers", "999"}) {
            HttpResponse<String> answer = wire.get("/v26.0/" + path);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(Wire.json(answer).at("/error/code").asInt()).as(path).isEqualTo(190);
        }
    }
}
