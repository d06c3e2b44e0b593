package io.estafet.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    @Test
    void readsWhatIsThere() {
        Fields fields = fields("{\"t\":\"x\",\"n\":5e3,\"f\":true,\"o\":{},\"z\":null}");
        assertThat(fields.text("t")).contains("x");
        assertThat(fields.integer("n")).contains(5_000L);
        assertThat(fields.flag("f")).contains(true);
        assertThat(fields.node("o")).isPresent();
        assertThat(fields.text("t", String::length)).contains(1);
        assertThat(fields.required("t", String::length)).contains(1);
        assertThat(fields.has("z")).isTrue();
        assertThat(fields.has("y")).isFalse();
        assertThat(fields.text("z")).isEmpty();
        assertThat(fields.flag("y")).isEmpty();
        assertThatCode(fields::end).doesNotThrowAnyException();
    }

    @Test
    void tellsAllFlawsAtOnce() {
        Fields fields = fields("{\"t\":1,\"n\":1.5,\"f\":\"x\",\"r\":\"x\",\"z\":null,\"a/b\":1}");
        assertThat(fields.text("t")).isEmpty();
        assertThat(fields.integer("n")).isEmpty();
        assertThat(fields.flag("f")).isEmpty();
        assertThat(fields.text("r", FieldsTest::refuse)).isEmpty();
        assertThat(fields.required("z", text -> text)).isEmpty();
        fields.require("y");
        fields.refuse(JsonPointer.empty(), "whole");
        assertThat(flaws(fields))
                .containsExactly(
                        new Flaw("/t", "must be a text"),
                        new Flaw("/n", "must be a whole number"),
                        new Flaw("/f", "must be true or false"),
                        new Flaw("/r", "not so"),
                        new Flaw("/z", "is required"),
                        new Flaw("/y", "is required"),
                        new Flaw("", "whole"),
                        new Flaw("/a~1b", "is not known here"));
    }

    @Test
    void charactersAreCountedAsPeopleDo() {
        Fields fields = fields("{\"two\":\"\uD83D\uDE42\uD83D\uDE42\",\"three\":\"abc\",\"none\":\"\"}");
        assertThat(fields.text("two", 2)).isPresent();
        assertThat(fields.text("three", 2)).isEmpty();
        assertThat(fields.text("none", 2)).isEmpty();
        assertThat(flaws(fields))
                .containsExactly(
                        new Flaw("/three", "must have 1 to 2 characters"),
                        new Flaw("/none", "must have 1 to 2 characters"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "1", "null"})
    void onlyAnObjectHasFields(String json) {
        JsonException refused = catchThrowableOfType(JsonException.class, () -> fields(json));
        assertThat(refused.isMalformed()).isFalse();
        assertThat(refused.flaws()).containsExactly(new Flaw("", "must be an object"));
    }

    @Test
    void pointersBeginWithThePlaceInTheArray() {
        Fields fields = Fields.of(StrictJson.read("{\"a\":1}".getBytes(StandardCharsets.UTF_8)), 7);
        fields.refuse("b", "not so");
        assertThat(flaws(fields)).containsExactly(new Flaw("/7/b", "not so"), new Flaw("/7/a", "is not known here"));
    }

    private static String refuse(String text) {
        throw new IllegalArgumentException("not so");
    }

    private static List<Flaw> flaws(Fields fields) {
        return catchThrowableOfType(JsonException.class, fields::end).flaws();
    }

    private static Fields fields(String json) {
        return Fields.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
