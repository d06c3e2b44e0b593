package io.estafet.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeTest {

    @ParameterizedTest
    @CsvSource({
        "400, BAD_REQUEST",
        "401, UNAUTHORIZED",
        "404, NOT_FOUND",
        "405, METHOD_NOT_ALLOWED",
        "415, UNSUPPORTED_MEDIA_TYPE",
        "418, BAD_REQUEST",
        "500, INTERNAL",
        "503, UNAVAILABLE",
        "504, INTERNAL"
    })
    void everyStatusHasACode(int status, Code code) {
        assertThat(Code.ofStatus(status)).isEqualTo(code);
    }

    @Test
    void wordsAreKebabCase() {
        assertThat(Code.UNSUPPORTED_MEDIA_TYPE.word()).isEqualTo("unsupported-media-type");
        assertThat(Code.values()).allSatisfy(code -> assertThat(code.word()).matches("[a-z]+(-[a-z]+)*"));
    }
}
