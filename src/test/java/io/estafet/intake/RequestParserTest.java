package io.estafet.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.estafet.json.Flaw;
import io.estafet.message.Category;
import io.estafet.recipient.Address;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused and where, and that what is passed on is what was written. */
class RequestParserTest {

    private static final String TEXT = "{\"type\":\"text\",\"text\":{\"body\":\"Halo\"}}";
    private static final String TEMPLATE =
            "{\"type\":\"template\",\"template\":{\"name\":\"hello\",\"language\":{\"code\":\"en_US\"}}}";

    static Stream<Arguments> badRequests() {
        return Stream.of(
                arguments("unknown field", plus("\"colour\":1"), IntakeCode.INVALID, "/colour"),
                arguments("unknown field, odd name", plus("\"a/b~\":1"), IntakeCode.INVALID, "/a~1b~0"),
                arguments("tenant is the credential's", plus("\"tenant\":\"x\""), IntakeCode.INVALID, "/tenant"),
                arguments("key is a header", plus("\"idempotencyKey\":\"x\""), IntakeCode.INVALID, "/idempotencyKey"),
                arguments("sender of wrong type", to("\"sender\":7," + message(TEXT)), IntakeCode.INVALID, "/sender"),
                arguments("no sender", to(message(TEXT)), IntakeCode.INVALID, "/sender"),
                arguments(
                        "sender not a form", to("\"sender\":\"a b\"," + message(TEXT)), IntakeCode.INVALID, "/sender"),
                arguments("both to and recipient", plus("\"recipient\":\"US.1\""), IntakeCode.INVALID, "/recipient"),
                arguments(
                        "none of to and recipient",
                        "{\"sender\":\"1\"," + message(TEXT) + "}",
                        IntakeCode.INVALID,
                        "/to"),
                arguments("to without +", toThis("6281200000001"), IntakeCode.INVALID, "/to"),
                arguments("to with spaces", toThis("+62 812"), IntakeCode.INVALID, "/to"),
                arguments("to with a leading zero", toThis("+0812000000"), IntakeCode.INVALID, "/to"),
                arguments("to too long", toThis("+1234567890123456"), IntakeCode.INVALID, "/to"),
                arguments("to in other digits", toThis("+٦٢٨١٢٠٠٠٠٠٠"), IntakeCode.INVALID, "/to"),
                arguments("no message", to("\"sender\":\"1\""), IntakeCode.INVALID, "/message"),
                arguments("message not an object", with("\"text\""), IntakeCode.INVALID, "/message"),
                arguments(
                        "message without type",
                        with("{\"text\":{\"body\":\"x\"}}"),
                        IntakeCode.INVALID,
                        "/message/type"),
                arguments(
                        "message of unknown type",
                        with("{\"type\":\"fax\",\"fax\":{}}"),
                        IntakeCode.INVALID,
                        "/message/type"),
                arguments(
                        "type without its object", with("{\"type\":\"image\"}"), IntakeCode.INVALID, "/message/image"),
                arguments(
                        "contacts not a list",
                        with("{\"type\":\"contacts\",\"contacts\":{\"a\":1}}"),
                        IntakeCode.INVALID,
                        "/message/contacts"),
                arguments(
                        "text without body",
                        with("{\"type\":\"text\",\"text\":{\"a\":1}}"),
                        IntakeCode.INVALID,
                        "/message/text/body"),
                arguments(
                        "text too long",
                        with("{\"type\":\"text\",\"text\":{\"body\":\"" + "x".repeat(4_097) + "\"}}"),
                        IntakeCode.INVALID,
                        "/message/text/body"),
                arguments(
                        "unknown name in message",
                        with("{\"type\":\"text\",\"text\":{\"body\":\"x\"},\"image\":{}}"),
                        IntakeCode.INVALID,
                        "/message/image"),
                arguments(
                        "template without name",
                        with("{\"type\":\"template\",\"template\":{\"language\":{\"code\":\"en\"}}}"),
                        IntakeCode.INVALID,
                        "/message/template/name"),
                arguments(
                        "template without language",
                        with("{\"type\":\"template\",\"template\":{\"name\":\"a\"}}"),
                        IntakeCode.INVALID,
                        "/message/template/language/code"),
                arguments(
                        "components not a list",
                        with(TEMPLATE.replace("}}}", "},\"components\":1}}")),
                        IntakeCode.INVALID,
                        "/message/template/components"),
                arguments(
                        "fallback of a template",
                        with(TEMPLATE, "\"fallback\":" + TEMPLATE),
                        IntakeCode.INVALID,
                        "/fallback"),
                arguments("fallback not a template", plus("\"fallback\":" + TEXT), IntakeCode.INVALID, "/fallback"),
                arguments("category unknown", plus("\"category\":\"promo\""), IntakeCode.INVALID, "/category"),
                arguments(
                        "sendAt without zone",
                        plus("\"sendAt\":\"2026-01-01T00:00:00\""),
                        IntakeCode.INVALID,
                        "/sendAt"),
                arguments("expiresAt a number", plus("\"expiresAt\":1"), IntakeCode.INVALID, "/expiresAt"),
                arguments(
                        "campaign too long",
                        plus("\"campaign\":\"" + "x".repeat(129) + "\""),
                        IntakeCode.INVALID,
                        "/campaign"),
                arguments("reference empty", plus("\"reference\":\"\""), IntakeCode.INVALID, "/reference"),
                arguments("escaped NUL", plus("\"reference\":\"a\\u0000\""), IntakeCode.INVALID, "/reference"),
                arguments(
                        "NUL in a message",
                        with("{\"type\":\"text\",\"text\":{\"body\":\"\\u0000\"}}"),
                        IntakeCode.INVALID,
                        "/message/text/body"),
                arguments(
                        "lone high surrogate",
                        with("{\"type\":\"text\",\"text\":{\"body\":\"\\ud83d x\"}}"),
                        IntakeCode.INVALID,
                        "/message/text/body"),
                arguments("lone low surrogate", plus("\"campaign\":\"\\ude42\""), IntakeCode.INVALID, "/campaign"),
                arguments(
                        "lone surrogate in a name",
                        with("{\"type\":\"text\",\"text\":{\"body\":\"x\",\"\\ud83d\":1}}"),
                        IntakeCode.MALFORMED_JSON,
                        null),
                arguments("doubled name", plus("\"sender\":\"1\""), IntakeCode.MALFORMED_JSON, "/sender"),
                arguments(
                        "doubled name inside",
                        with("{\"type\":\"text\",\"text\":{\"body\":\"x\",\"body\":\"y\"}}"),
                        IntakeCode.MALFORMED_JSON,
                        "/message/text/body"),
                arguments(
                        "very deep", with("[".repeat(10_000)), IntakeCode.MALFORMED_JSON, "/message" + "/0".repeat(31)),
                arguments("cut short", "{\"sender\":\"1\"", IntakeCode.MALFORMED_JSON, "/sender"),
                arguments("a list", "[]", IntakeCode.MALFORMED_JSON, ""),
                arguments("nothing", "", IntakeCode.MALFORMED_JSON, ""),
                arguments("not JSON", "hello", IntakeCode.MALFORMED_JSON, ""),
                arguments("two objects", plus("\"campaign\":\"a\"") + "{}", IntakeCode.MALFORMED_JSON, ""),
                arguments("a zero byte", "{\"sender\":\"\u0000\"}", IntakeCode.MALFORMED_JSON, ""),
                arguments("a monstrous number", plus("\"campaign\":1e99999999999"), IntakeCode.MALFORMED_JSON, null),
                arguments(
                        "too large",
                        with("{\"type\":\"text\",\"text\":{\"body\":\"" + "x".repeat(65_536) + "\"}}"),
                        IntakeCode.TOO_LARGE,
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void refusesWithPointer(String name, String json, IntakeCode code, String pointer) {
        // When
        Refusal refusal = refusal(json.getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.flaws()).isNotEmpty();
        if (pointer != null) {
            assertThat(refusal.flaws().get(0).pointer()).isEqualTo(pointer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"to", "recipient", "messaging_product", "biz_opaque_callback_data", "recipient_type", "status"})
    void refusesNamesOfTheEnvelopeInTheMessage(String name) {
        Refusal refusal = refusal(bytes(with("{\"type\":\"text\",\"text\":{\"body\":\"x\"},\"" + name + "\":\"a\"}")));
        assertThat(refusal.flaws()).containsExactly(new Flaw("/message/" + name, "belongs to the envelope"));
    }

    @Test
    void tellsAllFlawsAtOnce() {
        Refusal refusal = refusal(bytes("{\"to\":\"1\",\"x\":1,\"category\":2,\"message\":{}}"));
        assertThat(refusal.flaws())
                .extracting(Flaw::pointer)
                .containsExactlyInAnyOrder("/sender", "/to", "/message/type", "/category", "/x");
    }

    @Test
    void refusesIllFormedUtf8() {
        // Given a surrogate pair as six bytes, which some readers take for an emoji
        byte[] json = bytes(with("{\"type\":\"text\",\"text\":{\"body\":\"######\"}}"));
        int at = new String(json, StandardCharsets.UTF_8).indexOf('#');
        byte[] pair = {(byte) 0xED, (byte) 0xA0, (byte) 0xBD, (byte) 0xED, (byte) 0xB9, (byte) 0x82};
        System.arraycopy(pair, 0, json, at, pair.length);
        // Then
        assertThat(refusal(json).code()).isEqualTo(IntakeCode.MALFORMED_JSON);
        assertThat(refusal(plus("").getBytes(StandardCharsets.UTF_16LE)).code()).isEqualTo(IntakeCode.MALFORMED_JSON);
        assertThat(refusal(with(TEXT).getBytes(StandardCharsets.UTF_16)).code()).isEqualTo(IntakeCode.MALFORMED_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"type\" : \"text\",\t\"text\":{\"body\":\"Halo \uD83D\uDE42 \uD83D\uDC69\u200D\uD83D\uDC67\"} }",
                "{\"type\":\"text\",\"text\":{\"body\":\"\\ud83d\\ude42 \\u00e9 \\/ \\n\"}}",
                "{\"type\":\"text\",\"text\":{\"body\":\"שלום עולם \u202Bمرحبا\u202C\"}}",
                "{\"type\":\"location\",\"location\":{\"latitude\":-6.20000,\"longitude\":1.0e2,\"name\":\"ဟယ်လို\"}}",
                "{\"type\":\"contacts\",\"contacts\":[{\"name\":{\"formatted_name\":\"नमस्ते\"}}]}",
                "{\"type\":\"text\",\"context\":{\"message_id\":\"wamid.x\"},\"text\":{\"body\":\"]}\\\"{[\"}}"
            })
    void passesMessagesOnByteForByte(String message) {
        ParsedMessage request = parsed(bytes(" {\"campaign\":\"é\uD83D\uDE42\", \"sender\":\"1\",\"message\" :  "
                + message + " ,\"to\":\"+6281200000001\"}\n"));
        assertThat(request.message().json()).isEqualTo(bytes(message));
        assertThat(request.campaign()).contains("é\uD83D\uDE42");
    }

    @Test
    void aByteOrderMarkMovesNothing() {
        assertThat(parsed(bytes("\uFEFF" + plus(""))).message().json()).isEqualTo(bytes(TEXT));
    }

    @Test
    void readsAllFields() {
        ParsedMessage request = parsed(bytes("{\"sender\":\"1555\",\"recipient\":\"US.13\",\"message\":" + TEXT
                + ",\"fallback\":" + TEMPLATE + ",\"category\":\"service\",\"sendAt\":\"2026-11-22T10:00:00+07:00\","
                + "\"expiresAt\":\"2026-11-23T00:00:00.5Z\",\"campaign\":\"c\",\"reference\":\"r\"}"));
        assertThat(request.sender().value()).isEqualTo("1555");
        assertThat(request.address()).isEqualTo(Address.userId("US.13"));
        assertThat(request.category()).contains(Category.SERVICE);
        assertThat(request.fallback().orElseThrow().template())
                .contains(new ParsedMessage.TemplateName("hello", "en_US"));
        assertThat(request.fallback().orElseThrow().json()).isEqualTo(bytes(TEMPLATE));
        assertThat(request.sendAt()).contains(Instant.parse("2026-11-22T03:00:00Z"));
        assertThat(request.expiresAt()).contains(Instant.parse("2026-11-23T00:00:00.500Z"));
        assertThat(request.reference()).contains("r");
        assertThat(request.tenant()).isEmpty();
    }

    @Test
    void sameMessageHasTheSameHashThroughEveryDoor() {
        // Given
        byte[] line = bytes(plus("\"idempotencyKey\":\"k\""));
        byte[] entry = bytes(plus("\"tenant\":\"t\",\"idempotencyKey\":\"k\""));
        // Then
        byte[] hash = hash(RequestParser.parse(Source.HTTP, bytes(plus("")), Optional.of("k")));
        assertThat(hash(RequestParser.parse(Source.BATCH, line))).isEqualTo(hash);
        assertThat(hash(RequestParser.parse(Source.LIST, entry))).isEqualTo(hash);
        assertThat(hash(RequestParser.parse(Source.HTTP, bytes(plus("\"campaign\":\"c\"")), Optional.of("k"))))
                .isNotEqualTo(hash);
    }

    @Test
    void refusesKeysThatAreTooLong() {
        Parsing parsing = RequestParser.parse(Source.HTTP, bytes(plus("")), Optional.of("k".repeat(256)));
        assertThat(parsing).isInstanceOf(Parsing.Refused.class);
        assertThat(RequestParser.parse(Source.HTTP, bytes(plus("")), Optional.of("k".repeat(255))))
                .isInstanceOf(Parsing.Parsed.class);
    }

    @Test
    void nullIsAbsent() {
        assertThat(parsed(bytes(plus("\"recipient\":null,\"campaign\":null"))).campaign())
                .isEmpty();
    }

    private static byte[] hash(Parsing parsing) {
        return parsing.match(
                request -> Arrays.copyOf(request.idempotencyKey().orElseThrow().bodyHash(), 32),
                refusal -> new byte[0]);
    }

    private static ParsedMessage parsed(byte[] json) {
        return RequestParser.parse(Source.HTTP, json).match(request -> request, refusal -> {
            throw new AssertionError(refusal.toString());
        });
    }

    private static Refusal refusal(byte[] json) {
        return RequestParser.parse(Source.HTTP, json)
                .match(
                        request -> {
                            throw new AssertionError("was not refused");
                        },
                        refusal -> refusal);
    }

    private static String message(String message) {
        return "\"message\":" + message;
    }

    private static String to(String rest) {
        return "{\"to\":\"+6281200000001\"," + rest + "}";
    }

    private static String toThis(String to) {
        return "{\"to\":\"" + to + "\",\"sender\":\"1\"," + message(TEXT) + "}";
    }

    private static String with(String message, String... more) {
        return to("\"sender\":\"1\"," + message(message) + (more.length == 0 ? "" : "," + more[0]));
    }

    private static String plus(String more) {
        return more.isEmpty() ? with(TEXT) : with(TEXT, more);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
