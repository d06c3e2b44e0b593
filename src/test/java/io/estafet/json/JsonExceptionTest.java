package io.estafet.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonExceptionTest {

    @Test
    void isAnAnswerAndNotAnErrorOfOurs() {
        JsonException refused = JsonException.invalid(List.of(new Flaw("/secret", "not so")));
        assertThat(refused.getStackTrace()).isEmpty();
        assertThat(refused).hasMessage("invalid");
        assertThat(refused.isMalformed()).isFalse();
        assertThat(JsonException.malformed("/a", "is not JSON").isMalformed()).isTrue();
    }
}
