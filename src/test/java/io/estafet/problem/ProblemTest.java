package io.estafet.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.estafet.json.Flaw;
import io.estafet.json.JsonException;
import io.estafet.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Problems as callers see them, and how they are made. */
class ProblemTest {

    @Test
    void isWrittenWithoutWhatIsEmpty() throws JsonProcessingException {
        Problem bare = Problem.of(Code.NOT_FOUND, "", List.of());
        assertThat(new ObjectMapper().writeValueAsString(bare))
                .isEqualTo("{\"type\":\"urn:estafet:problem:not-found\",\"title\":\"There is no such thing\","
                        + "\"status\":404,\"code\":\"not-found\"}");
        Problem full = Problem.of(Code.INVALID, "why", List.of(new Flaw("", "not so")));
        assertThat(new ObjectMapper().writeValueAsString(full))
                .endsWith("\"detail\":\"why\",\"errors\":[{\"pointer\":\"\",\"detail\":\"not so\"}]}");
    }

    @Test
    void whatIsNotJsonIsToldInTheDetail() {
        Problem problem = Problem.of(refused("{"));
        assertThat(problem).isEqualTo(Problem.of(Code.MALFORMED_JSON, "line 1, column 2", List.of()));
    }

    @Test
    void badValuesAreToldWithPointers() {
        Problem problem = Problem.of(refused("{\"a\":\"\\u0000\"}"));
        assertThat(problem)
                .isEqualTo(Problem.of(Code.INVALID, "", List.of(new Flaw("/a", "holds NUL or a lone surrogate"))));
    }

    @Test
    void exceptionsCarryTheProblemAndNoStackTrace() {
        ProblemException exception = ProblemException.invalid("/a", "not so");
        assertThat(exception.problem()).isEqualTo(Problem.of(Code.INVALID, "", List.of(new Flaw("/a", "not so"))));
        assertThat(exception).hasMessage("invalid");
        assertThat(exception.getStackTrace()).isEmpty();
        assertThat(ProblemException.of(Code.CONFLICT, "why").problem())
                .isEqualTo(Problem.of(Code.CONFLICT, "why", List.of()));
    }

    @Test
    void anIdOfAWrongFormBelongsToNothing() {
        assertThat(ProblemException.<Integer>orNotFound("7", Integer::valueOf)).isEqualTo(7);
        assertThatThrownBy(() -> ProblemException.orNotFound("x", Integer::valueOf))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(404));
    }

    private static JsonException refused(String json) {
        return catchThrowableOfType(JsonException.class, () -> StrictJson.read(json.getBytes(StandardCharsets.UTF_8)));
    }
}
