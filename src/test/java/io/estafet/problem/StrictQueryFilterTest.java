package io.estafet.problem;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictQueryFilterTest {

    private static final Set<String> NAMES = Set.of("state");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "state=held",
                "state=held&",
                "st%61te=held",
                "state=a=b",
                "state=%F0%9F%99%82",
                "state=+"
            })
    void passesWhatIsTaken(String query) {
        assertThatCode(() -> StrictQueryFilter.check(query, NAMES)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "stat=held, unknown name",
        "STATE=held, unknown name",
        "=held, unknown name",
        "state=, is empty",
        "state, is empty",
        "state=a&state=b, stands twice",
        "state=a;state=b, stands twice",
        "state=a&st%61te=b, stands twice",
        "state=%00, without NUL",
        "state=%ED%A0%80, percent-encoded",
        "state=%FF, percent-encoded",
        "state=%, percent-encoded",
        "state=%4, percent-encoded",
        "state=%zz, percent-encoded",
        "state=%-1, percent-encoded",
        "state=é, percent-encoded",
        "%00=held, without NUL"
    })
    void refusesTheRest(String query, String why) {
        assertThatThrownBy(() -> StrictQueryFilter.check(query, NAMES))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> org.assertj.core.api.Assertions.assertThat(
                                        refusal.problem().detail())
                                .contains(why));
    }
}
