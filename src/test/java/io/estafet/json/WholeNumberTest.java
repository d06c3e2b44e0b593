package io.estafet.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumberTest {

    @ParameterizedTest
    @CsvSource({
        "5000, 5000",
        "5000.0, 5000",
        "5e3, 5000",
        "-50000.00E-1, -5000",
        "0.0, 0",
        "0e999999999, 0",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775807.0, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void readsEverySpelling(String json, long value) {
        assertThat(read(json)).hasValue(value);
    }

    @Timeout(5)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.5",
                "5e-1",
                "1e-999999999",
                "9223372036854775808",
                "1e19",
                "1e999999999",
                "-1e2147483647",
                "\"5\"",
                "true",
                "null",
                "[]"
            })
    void refusesFractionsAndWhatDoesNotFit(String json) {
        assertThat(read(json)).isEmpty();
    }

    @Test
    void quotedDigitsOfAnyLengthAreNoNumber() {
        assertThat(read("\"" + "1".repeat(10_000) + "\"")).isEmpty();
    }

    private static OptionalLong read(String json) {
        return WholeNumber.of(StrictJson.read(json.getBytes(StandardCharsets.UTF_8)));
    }
}
