package io.estafet.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

    @ParameterizedTest
    @CsvSource({"a, a", "a+b, a b", "%2B1, +1", "%c3%A9, é", "%F0%9F%99%82, \uD83D\uDE42", "'', ''", "%25, %"})
    void decodes(String text, String decoded) {
        assertThat(PercentEncoding.decoded(text)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%", "%4", "a%", "%zz", "%-1", "%+1", "% 1", "é", "%１２", "%FF", "%ED%A0%80", "%C0%80", "%00"})
    void refusesWhatIsNotEncodedText(String text) {
        assertThatThrownBy(() -> PercentEncoding.decoded(text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(422));
    }
}
