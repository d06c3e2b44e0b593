package io.estafet.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too large, too slow or too far: refused, and the simulator serves on. */
class BoundsIT {

    private Simulator simulator;
    private Wire wire;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorOptions.on(InstantSource.system()));
        wire = new Wire(simulator.baseUrl()).standard(1);
    }

    @AfterEach
    void stop() {
        assertThat(wire.get("/clock").statusCode()).as("serves on").isEqualTo(200);
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({"/behaviour, 1048577", "/numbers, 8388609", "/nowhere, 1048577"})
    void refusesAnAnnouncedBodyBeforeItComes(String path, int bytes) throws IOException {
        String head = "PUT %s HTTP/1.1\r\nhost: localhost\r\ncontent-length: %d\r\n\r\n".formatted(path, bytes);
        assertThat(answer(head)).startsWith("HTTP/1.1 413").contains("larger than " + (bytes - 1));
    }

    /** Whoever never stops is cut. */
    @Test
    void refusesAnEndlessBody() throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write("PUT /behaviour HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n"
                    .getBytes(US_ASCII));
            byte[] chunk = ("10000\r\n" + " ".repeat(65_536) + "\r\n").getBytes(US_ASCII);
            assertThatThrownBy(() -> {
                        for (int sent = 0; sent < 100_000; sent++) {
                            out.write(chunk);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesABodyThatDoesNotCome() throws IOException {
        assertThat(answer("PUT /behaviour HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n{"))
                .startsWith("HTTP/1.1 408");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'webhook':{'delayMillis':-1}}",
                "{'webhook':{'delayMillis':9223372036854775807}}",
                "{'webhook':{'reorderMillis':-1,'reorderShare':1}}",
                "{'webhook':{'heldMillis':86400001}}",
                "{'webhook':{'retryMillis':0}}",
                "{'webhook':{'version':2147483647}}",
                "{'webhook':{'sent':1e308}}",
                "{'webhook':{'sent':'NaN'}}",
                "{'latency':{'distribution':'uniform','min':0,'max':'Infinity'}}",
                "{'latency':{'distribution':'lognormal','p50':1,'p99':1e300}}",
                "{'latency':-1}",
                "{'rules':{'graceMillis':9223372036854775807}}",
                "{'faults':[{'kind':'slow','share':1,'millis':240001}]}",
                "{'webhook':{'url':'http://192.0.2.1/webhook'}}",
                "{'webhook':{'url':'http://127.0.0.1@example.com/webhook'}}",
                "{'webhook':{'url':'http://127.0.0.1.example.com/webhook'}}",
            })
    void refusesBehaviourBeyondItsBounds(String body) {
        HttpResponse<String> answer = wire.put("/behaviour", body.replace('\'', '"'));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(Wire.json(wire.get("/behaviour")).at("/webhook/url").isMissingNode()
                        || Wire.json(wire.get("/behaviour")).at("/webhook/url").isNull())
                .isTrue();
    }

    @Test
    void refusesMoreSharesThanItDrawsFrom() {
        String fault = "{\"kind\":\"slow\",\"share\":0}";
        String many = IntStream.range(0, 101).mapToObj(i -> fault).collect(Collectors.joining(","));
        assertThat(wire.put("/behaviour", "{\"faults\":[" + many + "]}").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'offsetMillis':9223372036854775807}",
                "{'offsetMillis':-9223372036854775808}",
                "{'offsetMillis':99999999999999999999}",
                "{'at':'+999999999-12-31T23:59:59Z'}",
                "{'at':'-999999999-01-01T00:00:00Z'}",
                "{'at':'2200-01-01T00:00:00Z'}",
            })
    void keepsItsClockWhereItCanBeTold(String body) {
        assertThat(wire.put("/clock", body.replace('\'', '"')).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/numbers    | {'phoneNumberId':'1','wabaId':'w','portfolio':'p','token':'t','throughput':2147483647}",
                "/portfolios | {'id':'p','messagingLimit':99999999999999999999}",
                "/templates  | {'wabaId':'w','name':'n','language':'en','parameterCount':-1}",
                "/templates  | {'wabaId':'w','name':'n','language':'en','parameterCount':2147483647}",
            })
    void refusesSpecsBeyondTheirBounds(String path, String body) {
        assertThat(wire.put(path, body.replace('\'', '"')).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesNamesAndTextsThatAreTooLong() {
        String name = "n".repeat(513);
        assertThat(wire.put("/portfolios", "{\"id\":\"%s\",\"messagingLimit\":1}".formatted(name))
                        .statusCode())
                .isEqualTo(400);
        String template = """
                {"wabaId":"w","name":"n","language":"en","components":[{"type":"BODY","text":"%s"}]}""";
        assertThat(wire.put("/templates", template.formatted("x".repeat(33_000)))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void hasRoomForSoManyNumbers() {
        String numbers = IntStream.range(0, 10_000)
                .mapToObj(i -> Wire.number("n" + i, 80))
                .collect(Collectors.joining(",", "[", "]"));

        // One is there already.
        assertThat(wire.put("/numbers", numbers).statusCode()).isEqualTo(400);
        assertThat(Wire.json(wire.get("/numbers"))).hasSize(1);
    }

    @Test
    void tellsWebhooksToNamedHosts() {
        try (Simulator open =
                Simulator.start(SimulatorOptions.on(InstantSource.system()).telling(Set.of("hooks.example")))) {
            String body = "{\"webhook\":{\"url\":\"http://%s/\"}}";
            Wire to = new Wire(open.baseUrl());
            assertThat(to.put("/behaviour", body.formatted("HOOKS.example")).statusCode())
                    .isEqualTo(200);
            assertThat(to.put("/behaviour", body.formatted("else.example")).statusCode())
                    .isEqualTo(400);
        }
    }

    /** It cannot be written in UTF-8; its neighbours in the same post are told all the same. */
    @Test
    void halfASurrogatePairSpoilsNoPost() throws IOException {
        try (Receiver receiver = new Receiver()) {
            wire.put("/behaviour", "{\"webhook\":{%s,\"delayMillis\":100}}".formatted(receiver.settings()));
            String inbound = "{\"from\":\"+6281200000201\",\"phoneNumberId\":\"%s\",\"text\":\"%s\"}";

            HttpResponse<String> answer = wire.post(
                    "/inbound",
                    "[" + inbound.formatted(Wire.NUMBER, "\\ud83d") + "," + inbound.formatted(Wire.NUMBER, "after")
                            + "]");

            assertThat(answer.statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> receiver.messages().size() == 2);
            JsonNode after = receiver.messages().get(1);
            assertThat(after.at("/text/body").asText()).isEqualTo("after");
        }
    }

    private String answer(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), US_ASCII);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", simulator.port());
        socket.setSoTimeout(20_000);
        return socket;
    }
}
