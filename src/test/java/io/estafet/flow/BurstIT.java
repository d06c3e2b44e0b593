package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.testing.IntakeOnly;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said in a burst: accepted or busy, on a machine of any speed. */
@QuarkusTest
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class BurstIT extends BurstTestBase {

    @ParameterizedTest
    @CsvSource({"1.1, 500", "2, 50"})
    void losesNothingAndCallsNoServerAway(String protocol, int connections) {
        assertThat(burst(protocol, connections)).anyMatch(Burst.Answer::isAccepted);
    }
}
