package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.testing.IntakeOnly;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many of a burst are accepted soon: over a connection each, over fewer that are kept, and over streams. Asked for by
 * {@code -Destafet.burst=true}: on two cores that also run the callers the figure is not reached yet.
 */
@EnabledIfSystemProperty(named = "estafet.burst", matches = "true")
@QuarkusTest
@Tag("figures")
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class BurstFiguresIT extends BurstTestBase {

    private static final Duration SOON = Duration.ofSeconds(2);

    @ParameterizedTest
    @CsvSource({"1.1, 5000", "1.1, 500", "2, 50"})
    void acceptsMuchOfABurstWithinTwoSeconds(String protocol, int connections) {
        long soon = burst(protocol, connections).stream()
                .filter(answer -> answer.isAccepted() && answer.after().compareTo(SOON) <= 0)
                .count();
        assertThat(soon).isGreaterThanOrEqualTo(2_000);
    }
}
