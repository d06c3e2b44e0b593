package io.estafet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees of each fault, and whether the message was accepted behind it. */
class FaultsIT {
    private Simulator simulator;
    private Wire wire;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorOptions.on(InstantSource.system()));
        wire = new Wire(simulator.baseUrl()).standard("\"unlimited\"");
        wire.put("/numbers", Wire.number(Wire.NUMBER, 1_000));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({"reset-before,0", "reset-after,1", "hang-after,1"})
    void givesNoAnswer(String kind, int accepted) {
        fault("\"kind\":\"%s\",\"share\":1,\"millis\":%d".formatted(kind, kind.startsWith("hang") ? 300 : 0));

        assertThatThrownBy(this::send).isInstanceOf(UncheckedIOException.class).hasCauseInstanceOf(IOException.class);
        assertThat(wire.report().path("accepted").asInt()).isEqualTo(accepted);
        assertThat(wire.report().path("faults").path(kind).asInt()).isEqualTo(1);
        assertThat(wire.get("/log").body())
                .contains("\"fault\":\"" + kind + "\"")
                .contains("\"answer\":0");
    }

    @Test
    void answersWithAGatewaysPageAfterAccepting() {
        fault("\"kind\":\"5xx-after-accept\",\"share\":1");

        HttpResponse<String> answer = send();

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("<html>").doesNotContain("error_data");
        assertThat(wire.report().path("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void answersLate() {
        fault("\"kind\":\"slow\",\"share\":1,\"millis\":400");

        long start = System.nanoTime();
        HttpResponse<String> answer = send();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(390_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"truncated,200", "html,200", "types,200", "empty,200", "redirect,302", "huge,200"})
    void answersNonsenseAfterAccepting(String variant, int status) {
        fault("\"kind\":\"malformed\",\"share\":1,\"variant\":\"%s\"".formatted(variant));

        HttpResponse<String> answer = send();

        assertThat(answer.statusCode()).isEqualTo(status);
        if (variant.equals("huge")) {
            assertThat(answer.body()).hasSizeGreaterThan(10 << 20);
        } else {
            assertThat(answer.body()).doesNotContain("\"message_status\"");
        }
        assertThat(wire.report().path("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void keepsFaultsAndErrorsToTheNumberTheyAreFor() {
        wire.put("/numbers", Wire.number("888", 80));
        wire.put("/behaviour", """
                {"errors":[{"code":131000,"share":1,"phoneNumberId":"888","httpStatus":503}]}""");

        assertThat(send().statusCode()).isEqualTo(200);
        HttpResponse<String> other =
                wire.send("888", Wire.TOKEN, Wire.templateBody("+6281200000101", "utility", "f-2"));
        assertThat(other.statusCode()).isEqualTo(503);
        assertThat(Wire.code(other)).isEqualTo(131000);
    }

    @Test
    void drawsTheSameRequestsAgainWithTheSameSeed() {
        assertThat(outcomes(7)).isEqualTo(outcomes(7));
        assertThat(outcomes(7)).isNotEqualTo(outcomes(8));
    }

    @Test
    void takesTheLatencyThatIsSet() {
        wire.put("/behaviour", "{\"latency\":{\"distribution\":\"uniform\",\"min\":150,\"max\":200}}");

        long start = System.nanoTime();
        send();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(140_000_000L);
    }

    private String outcomes(long seed) {
        wire.put(
                "/behaviour",
                "{\"seed\":%d,\"magic\":false,\"errors\":[{\"code\":131000,\"share\":0.5}]}".formatted(seed));
        StringBuilder outcomes = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String to = "+62812" + (10_000_000 + i);
            outcomes.append(wire.send(Wire.templateBody(to, "utility", "s-" + i))
                            .statusCode())
                    .append(' ');
        }
        return outcomes.toString();
    }

    private void fault(String fields) {
        HttpResponse<String> answer = wire.put("/behaviour", "{\"faults\":[{" + fields + "}]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> send() {
        return wire.send(Wire.templateBody("+6281200000101", "utility", "f-1"));
    }
}
