package io.estafet.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 1", "1, 3", "2, 9", "3, 20", "1000000, 20"})
    void growsByItsFactorUpToTheLongestWait(int earlier, long seconds) {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), 3, Duration.ofSeconds(20));

        assertThat(backoff.after(earlier)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void staysTheSameWithAFactorOfOne() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), 1, Duration.ofSeconds(20));

        assertThat(backoff.after(1_000_000)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void doubles() {
        Backoff backoff = Backoff.doubling(Duration.ofSeconds(5), Duration.ofSeconds(30));

        assertThat(backoff.after(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(backoff.after(3)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void neverWaitsLongerThanTheLongestWait() {
        assertThat(Backoff.doubling(Duration.ofSeconds(50), Duration.ofSeconds(30))
                        .after(0))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void refusesToShrink() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), 1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
