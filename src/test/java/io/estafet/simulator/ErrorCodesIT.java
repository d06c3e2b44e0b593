package io.estafet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer that the rules give, by the request that earns it. */
class ErrorCodesIT {
    private static final String PERSON = "+6281200000101";

    private Simulator simulator;
    private Wire wire;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorOptions.on(InstantSource.system()));
        wire = new Wire(simulator.baseUrl()).standard("\"unlimited\"");
        wire.put("/behaviour", "{\"webhook\":{\"sent\":1,\"delivered\":1}}");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void answersLikeTheCloudApiWhenAllIsWell() {
        // When
        HttpResponse<String> answer = wire.send(Wire.templateBody("+62 812-0000-0101", "utility", "ok-1"));

        // Then
        JsonNode body = Wire.json(answer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(body.path("messaging_product").asText()).isEqualTo("whatsapp");
        assertThat(body.path("contacts").path(0).path("input").asText()).isEqualTo("+62 812-0000-0101");
        assertThat(body.path("contacts").path(0).path("wa_id").asText()).isEqualTo("6281200000101");
        assertThat(body.path("messages").path(0).path("id").asText()).startsWith("wamid.");
        assertThat(body.path("messages").path(0).path("message_status").asText())
                .isEqualTo("accepted");
    }

    static Stream<Arguments> badBodies() {
        String text = Wire.textBody(PERSON, "x");
        return Stream.of(
                arguments("no JSON", "{\"messaging_product\":", 100),
                arguments("no object", "[1]", 100),
                arguments("no product", text.replace("\"messaging_product\":\"whatsapp\",", ""), 100),
                arguments("no recipient", text.replace("\"to\":\"" + PERSON + "\",", ""), 131008),
                arguments("letters for a number", text.replace(PERSON, "+62abc0000101"), 131009),
                arguments("too short a number", text.replace(PERSON, "+12"), 131009),
                arguments("unknown type", text.replace("\"type\":\"text\"", "\"type\":\"fax\""), 100),
                arguments("no content", text.replace("\"text\":{", "\"words\":{"), 131008),
                arguments("content of another type", text.replace("{\"body\":\"hello\"}", "\"hello\""), 100),
                arguments("no body", text.replace("\"body\":\"hello\"", "\"preview_url\":true"), 131008),
                arguments("body too long", text.replace("hello", "x".repeat(4_097)), 131009),
                arguments("callback too long", Wire.textBody(PERSON, "y".repeat(513)), 131009),
                arguments("callback with half a surrogate", Wire.textBody(PERSON, "\\ud83d"), 131009),
                arguments("media without source", text.replace("\"text\"", "\"image\""), 131008),
                arguments("no language", template().replace("\"language\":{\"code\":\"en_US\"},", ""), 131008),
                arguments("unknown template", template().replace("utility", "nobody"), 132001),
                arguments("other language", template().replace("en_US", "fr"), 132001),
                arguments("no parameter", template().replace("{\"type\":\"text\",\"text\":\"Ana\"}", ""), 132000),
                arguments("line break", template().replace("Ana", "A\\nna"), 132012),
                arguments("empty parameter", template().replace("Ana", ""), 132012),
                arguments(
                        "unknown parameter type",
                        template().replace("[{\"type\":\"text\"", "[{\"type\":\"x\""),
                        132012));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("badBodies")
    void refusesBadBodies(String what, String body, int code) {
        HttpResponse<String> answer = wire.send(body);

        assertThat(Wire.code(answer)).as(answer.body()).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(code == 132001 ? 404 : 400);
        assertThat(wire.report().path("accepted").asInt()).isZero();
    }

    @Test
    void refusesStrangersAndUnknownNumbers() {
        assertThat(Wire.code(wire.send(Wire.NUMBER, "wrong", template()))).isEqualTo(190);
        assertThat(wire.send(Wire.NUMBER, "wrong", template()).statusCode()).isEqualTo(401);
        assertThat(Wire.code(wire.send("999", Wire.TOKEN, template()))).isEqualTo(33);
        assertThat(Wire.code(wire.send("999", "wrong", template()))).isEqualTo(190);
        wire.put("/numbers", Wire.number("777", 80).replace("}", ",\"registered\":false}"));
        assertThat(Wire.code(wire.send("777", Wire.TOKEN, template()))).isEqualTo(133010);
    }

    @ParameterizedTest
    @CsvSource({"PAUSED,132015", "DISABLED,132016", "PENDING,132001", "REJECTED,132001"})
    void refusesTemplatesThatAreNotApproved(String status, int code) {
        wire.put("/templates", Wire.template("other", "UTILITY", status));

        assertThat(Wire.code(wire.send(template().replace("utility", "other")))).isEqualTo(code);
    }

    @Test
    void refusesAHeaderOfAnotherFormatAndANameNobodyAskedFor() {
        // Given
        wire.put(
                "/templates",
                Wire.template("pictured", "UTILITY", "APPROVED")
                        .replace("[{", "[{\"type\":\"HEADER\",\"format\":\"IMAGE\"},{"));
        wire.put("/templates", Wire.template("named", "UTILITY", "APPROVED").replace("{{1}}", "{{customer}}"));
        String pictured = template().replace("utility", "pictured");
        String header = "\"components\":[{\"type\":\"header\",\"parameters\":[%s]},";

        // When / Then
        assertThat(Wire.code(wire.send(pictured))).isEqualTo(132000);
        String text = header.formatted("{\"type\":\"text\",\"text\":\"x\"}");
        assertThat(Wire.code(wire.send(pictured.replace("\"components\":[", text))))
                .isEqualTo(132012);
        String image = header.formatted("{\"type\":\"image\",\"image\":{\"id\":\"1\"}}");
        assertThat(wire.send(pictured.replace("\"components\":[", image)).statusCode())
                .isEqualTo(200);
        String named = template().replace("utility", "named");
        assertThat(Wire.code(wire.send(named))).isEqualTo(132012);
        assertThat(wire.send(named.replace("{\"type\":\"text\"", "{\"parameter_name\":\"customer\",\"type\":\"text\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void doesNotCountATemplateThatWasPausedAMomentAgo() {
        // Given a moment that outlasts a stall of this machine
        wire.put("/behaviour", "{\"rules\":{\"graceMillis\":60000}}");

        // When
        wire.post("/events", """
                {"type":"template","wabaId":"%s","name":"utility","language":"en_US","event":"PAUSED"}
                """.formatted(Wire.WABA));

        // Then
        assertThat(Wire.code(wire.send(template()))).isEqualTo(132015);
        assertThat(wire.violations("template")).isZero();
    }

    @Test
    void refusesFreeFormAtOnceWhenToldTo() {
        wire.put("/behaviour", "{\"rules\":{\"window\":\"refuse\"}}");

        assertThat(Wire.code(wire.send(Wire.textBody(PERSON, "x")))).isEqualTo(131047);
        wire.post("/inbound", "{\"from\":\"%s\",\"phoneNumberId\":\"%s\"}".formatted(PERSON, Wire.NUMBER));
        assertThat(wire.send(Wire.textBody(PERSON, "x")).statusCode()).isEqualTo(200);
    }

    @Test
    void throttlesWithTheStatusThatIsSet() {
        wire.put("/behaviour", "{\"throttleStatus\":429,\"errors\":[{\"code\":80007,\"share\":1}]}");

        HttpResponse<String> answer = wire.send(template());

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("x-business-use-case-usage")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"30,131030", "97,130497", "16,131016", "29,130429", "56,131056"})
    void refusesMagicRecipients(String ending, int code) {
        assertThat(Wire.code(wire.send(template(ending)))).isEqualTo(code);
        boolean again = code == 131030 || code == 130497;
        assertThat(Wire.code(wire.send(template(ending)))).isEqualTo(again ? code : -1);
    }

    @ParameterizedTest
    @CsvSource({"26,131026", "49,131049", "50,131050", "53,131053", "72,130472"})
    void failsMagicRecipients(String ending, int code) {
        String body = template(ending).replace("\"utility\"", "\"marketing\"");
        assertThat(wire.send(body).statusCode()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> wire.report()
                                .path("failed")
                                .path(Integer.toString(code))
                                .asInt()
                        == 1);
    }

    @Test
    void leavesMagicAsideWhenItIsOff() {
        wire.put("/behaviour", "{\"magic\":false}");

        assertThat(wire.send(template("30")).statusCode()).isEqualTo(200);
    }

    @Test
    void failsMarketingToThoseWhoStoppedItUntilTheyResume() {
        // Given
        String event = "{\"type\":\"preference\",\"phoneNumberId\":\"%s\",\"person\":\"%s\",\"value\":\"%s\"}";
        wire.post("/events", event.formatted(Wire.NUMBER, PERSON, "stop"));

        // When
        wire.send(template().replace("\"utility\"", "\"marketing\""));
        wire.send(template());

        // Then
        await().atMost(Duration.ofSeconds(5))
                .until(() -> wire.report().path("statuses").path("delivered").asInt() == 1);
        assertThat(wire.report().path("failed").path("131050").asInt()).isEqualTo(1);
        wire.post("/events", event.formatted(Wire.NUMBER, PERSON, "resume"));
        wire.send(template().replace("\"utility\"", "\"marketing\""));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> wire.report().path("statuses").path("delivered").asInt() == 2);
    }

    @ParameterizedTest
    @CsvSource({"accept,200,2", "refuse,400,1", "failed,200,2", "silence,200,2"})
    void reactsAsToldBeyondTheLimitAndCountsItAlways(String mode, int status, int accepted) {
        // Given
        wire.put("/portfolios", "{\"id\":\"small\",\"messagingLimit\":1}");
        wire.put("/numbers", Wire.number("888", 80).replace(Wire.PORTFOLIO, "small"));
        wire.put("/behaviour", "{\"rules\":{\"limit\":\"%s\"}}".formatted(mode));
        wire.send("888", Wire.TOKEN, template());

        // When
        HttpResponse<String> answer = wire.send("888", Wire.TOKEN, template("02"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(wire.report().path("accepted").asInt()).isEqualTo(accepted);
        assertThat(wire.violations("limit")).isEqualTo(1);
    }

    @Test
    void tellsTheMarksOfReadWithoutCountingThem() {
        HttpResponse<String> answer =
                wire.send("{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.x\"}");

        assertThat(Wire.json(answer).path("success").asBoolean()).isTrue();
        assertThat(wire.report().path("received").asInt()).isZero();
    }

    private static String template() {
        return Wire.templateBody(PERSON, "utility", "case-1");
    }

    private static String template(String ending) {
        return Wire.templateBody("+62812000001" + ending, "utility", "case-" + ending);
    }
}
