package io.estafet.delivery.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterHeadersTest {

    private static final String USAGE = "x-business-use-case-usage";

    /** The header, and the seconds to wait; none where nothing is. */
    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "' 7 ', 7",
        "0, ",
        "-7, ",
        "-9223372036854775809, ",
        "1.5, ",
        "soon, ",
        "'Wed, 21 Oct 2026 07:28:00 GMT', ",
        "86401, 86400",
        "1000000000000000000, 86400",
        "9223372036854775807, 86400",
        "99999999999999999999999, 86400",
    })
    void readsSecondsUpToADay(String header, Long seconds) {
        assertThat(RetryAfterHeaders.read(MultiMap.caseInsensitiveMultiMap().add("Retry-After", header)))
                .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 180",
        "0, ",
        "-3, ",
        "1000000000000000000, 86400",
        "99999999999999999999999, 86400",
        "18446744073709551615, 86400",
        "1e300, 86400",
        "null, ",
        "true, ",
        "[], ",
    })
    void readsMinutesUpToADay(String minutes, Long seconds) {
        String usage = "{\"1\":[{\"estimated_time_to_regain_access\":" + minutes + "}]}";
        assertThat(RetryAfterHeaders.read(MultiMap.caseInsensitiveMultiMap().add(USAGE, usage)))
                .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    @Test
    void deepNestingIsNothing() {
        String deep = "{\"1\":" + "[".repeat(4_000);
        assertThat(RetryAfterHeaders.read(MultiMap.caseInsensitiveMultiMap().add(USAGE, deep)))
                .isEmpty();
    }
}
