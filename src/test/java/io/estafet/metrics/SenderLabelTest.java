package io.estafet.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.delivery.TestConfigs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Two labels, given up after ten silent minutes. */
class SenderLabelTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final SenderLabel label = new SenderLabel(new TestConfigs.Metrics(2, Duration.ofMinutes(10)), now::get);

    @Test
    void namesTheFirstAndCallsTheRestOther() {
        assertThat(List.of(label.of("a"), label.of("b"), label.of("c"), label.of("a")))
                .containsExactly("a", "b", "other", "a");
    }

    @Test
    void keepsTheLabelsOfActiveNumbersHoweverManyOthersCome() {
        for (int minute = 0; minute < 60; minute++) {
            now.set(Instant.EPOCH.plus(Duration.ofMinutes(minute)));
            assertThat(label.of("a")).isEqualTo("a");
            assertThat(label.of("b")).isEqualTo("b");
            assertThat(label.of("c" + minute)).isEqualTo("other");
        }
    }

    @Test
    void givesTheLongestSilentLabelToAnotherAndTells() {
        // Given
        List<String> givenUp = new ArrayList<>();
        label.onGivenUp(givenUp::add);
        label.of("a");
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(5)));
        label.of("b");

        // When
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(12)));

        // Then
        assertThat(label.of("c")).isEqualTo("c");
        assertThat(label.of("a")).isEqualTo("other");
        assertThat(label.isNamed("b")).isTrue();
        assertThat(givenUp).containsExactly("a");
    }
}
