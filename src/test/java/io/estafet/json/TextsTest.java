package io.estafet.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u0001", "é", "\uD83D\uDE42", "a\uD83D\uDE42b\uD83D\uDE42", "\uFFFF", "\uE000"})
    void textsThatCanBeStoredAreClean(String text) {
        assertThat(Texts.isClean(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "a\u0000b",
                "\uD83D",
                "a\uD83D",
                "\uD83Db",
                "\uDE42",
                "\uDE42\uD83D",
                "\uD83D\uD83D\uDE42"
            })
    void nulAndLoneSurrogatesAreNot(String text) {
        assertThat(Texts.isClean(text)).isFalse();
    }

    @Test
    void decodesUtf8Strictly() {
        String text = "é\uD83D\uDE42\u0000";
        assertThat(Texts.ofUtf8(text.getBytes(StandardCharsets.UTF_8))).contains(text);
        assertThat(Texts.ofUtf8(new byte[] {(byte) 0xFF})).isEmpty();
        assertThat(Texts.ofUtf8(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0xBD}))
                .isEmpty();
        assertThat(Texts.ofUtf8(new byte[] {(byte) 0xC0, (byte) 0x80})).isEmpty();
    }

    @Test
    void aTimeHasAZone() {
        assertThat(Texts.instant("2026-11-22T10:00:00.5+07:00")).isEqualTo(Instant.parse("2026-11-22T03:00:00.5Z"));
        for (String text : new String[] {"", "2026-11-22", "2026-11-22T10:00:00", "1764000000"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Texts.instant(text))
                    .withMessage("is not a time with zone as in RFC 3339");
        }
    }
}
