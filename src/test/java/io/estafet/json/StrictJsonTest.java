package io.estafet.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, and what is refused in which words: they are part of the API. */
class StrictJsonTest {

    private static final String AT = "is not JSON, has a doubled name, or is deeper than 32 at line 1, column ";

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "1.50", "\"a\"", " {\"a\":[true,{\"b\":null}]}\n"})
    void readsAnyValue(String json) {
        assertThat(StrictJson.read(bytes(json)).toString())
                .isEqualTo(json.strip().replace("1.50", "1.5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                    | there is no body",
                "` `                   | there is no body",
                "{                     | line 1, column 2",
                "nul                   | line 1, column 1",
                "{}{}                  | line 1, column 3",
                "{\"a\":1,\"a\":2}     | line 1, column 11",
                "{\"a\":1e99999999999} | a number has an exponent that no number has"
            })
    void saysWhereAValueIsNotJson(String json, String detail) {
        JsonException refused = refused(json);
        assertThat(refused.isMalformed()).isTrue();
        assertThat(refused.flaws()).containsExactly(new Flaw("", detail));
    }

    @Test
    void depthIsBounded() {
        int most = StrictJson.MAX_DEPTH;
        assertThat(StrictJson.read(bytes("[".repeat(most) + "]".repeat(most))).isArray())
                .isTrue();
        assertThat(refused("[".repeat(most + 1) + "]".repeat(most + 1)).isMalformed())
                .isTrue();
        assertThat(refused("[".repeat(100_000)).isMalformed()).isTrue();
    }

    @Test
    void textsThatCannotBeStoredAreNamed() {
        JsonException refused =
                refused("{\"a/b\":[\"x\",\"\\u0000\"],\"c\":{\"d\":\"\\ud800\",\"\\u0000\":1},\"\\u0000\":2}");
        assertThat(refused.isMalformed()).isFalse();
        assertThat(refused.flaws())
                .containsExactly(
                        new Flaw("/a~1b/1", "holds NUL or a lone surrogate"),
                        new Flaw("/c/d", "holds NUL or a lone surrogate"),
                        new Flaw("/c", "a name holds NUL or a lone surrogate"),
                        new Flaw("", "a name holds NUL or a lone surrogate"));
    }

    @Test
    void membersKeepTheirBytes() {
        WrittenObject object = StrictJson.object(bytes(" { \"é\" : { \"b\":1.50 } , \"c\":\"\\u00e9\"} "));
        JsonNode values = object.values();
        assertThat(values.at("/é/b").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(object.bytes("é")).isEqualTo(bytes("{ \"b\":1.50 }"));
        assertThat(object.bytes("c")).isEqualTo(bytes("\"\\u00e9\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                    | ``   | is empty",
                "[]                    | ``   | must be an object",
                "{}{}                  | ``   | something follows the object",
                "{\"a\":{\"b\":[1,}}   | /a/b/1 | AT 14",
                "{\"a\":1,\"a\":2}     | /a   | AT 11",
                "{\"a\":1e99999999999} | ``   | is not JSON"
            })
    void saysWhichMemberIsNotJson(String json, String pointer, String detail) {
        JsonException refused = refusedObject(bytes(json));
        assertThat(refused.isMalformed()).isTrue();
        assertThat(refused.flaws()).containsExactly(new Flaw(pointer, detail.replace("AT ", AT)));
    }

    @Test
    void aNameThatIsLongOrUncleanIsNotRepeated() {
        assertThat(refusedObject(bytes("{\"a\":{\"" + "x".repeat(300) + "\":}}"))
                        .flaws()
                        .get(0)
                        .pointer())
                .isEqualTo("/a");
        assertThat(refusedObject(bytes("{\"a\":{\"\\u0000\":}}")).flaws().get(0).pointer())
                .isEqualTo("/a");
    }

    @Test
    void everyByteOfAnObjectIsUtf8() {
        String json = "{\"a\":\"x\"}";
        List<Flaw> zero = List.of(new Flaw("", "holds a zero byte"));
        assertThat(refusedObject(json.getBytes(StandardCharsets.UTF_16LE)).flaws())
                .isEqualTo(zero);
        byte[] surrogate = bytes(json.replace("x", "###"));
        System.arraycopy(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0xBD}, 0, surrogate, 6, 3);
        assertThat(refusedObject(surrogate).flaws()).containsExactly(new Flaw("", "is not UTF-8"));
    }

    private static JsonException refused(String json) {
        return catchThrowableOfType(JsonException.class, () -> StrictJson.read(bytes(json)));
    }

    private static JsonException refusedObject(byte[] json) {
        return catchThrowableOfType(JsonException.class, () -> StrictJson.object(json));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
