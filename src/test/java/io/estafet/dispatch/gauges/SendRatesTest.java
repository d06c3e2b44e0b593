package io.estafet.dispatch.gauges;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.SenderId;
import org.junit.jupiter.api.Test;

/** The mean of the last five whole seconds. */
class SendRatesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final SenderId SENDER = new SenderId("number");

    private final SendRates rates = new SendRates();
    private final long now = System.nanoTime();

    @Test
    void aNumberThatHasNotSentHasNoRate() {
        assertThat(rates.of(SENDER)).isZero();
    }

    /** Two seconds ago is among the last five whole seconds, even if this test takes another two. */
    @Test
    void aSecondsRequestsCountAFifth() {
        for (int i = 0; i < 10; i++) {
            rates.began(SENDER, now - 2 * SECOND);
        }

        assertThat(rates.of(SENDER)).isEqualTo(2);
    }

    @Test
    void requestsOfSeveralSecondsAddUp() {
        rates.began(SENDER, now - SECOND);
        rates.began(SENDER, now - 2 * SECOND);
        rates.began(SENDER, now - 3 * SECOND);

        assertThat(rates.of(SENDER)).isEqualTo(0.6);
    }

    @Test
    void theCurrentSecondIsNotOverAndDoesNotCount() {
        rates.began(SENDER, now + 10 * SECOND);

        assertThat(rates.of(SENDER)).isZero();
    }

    @Test
    void olderSecondsDoNotCount() {
        rates.began(SENDER, now - 6 * SECOND);

        assertThat(rates.of(SENDER)).isZero();
    }

    @Test
    void aPlaceInTheRingIsUsedAgain() {
        rates.began(SENDER, now - 8 * SECOND);
        rates.began(SENDER, now - 2 * SECOND);

        assertThat(rates.of(SENDER)).isEqualTo(0.2);
    }

    @Test
    void eachNumberHasItsOwnRate() {
        rates.began(SENDER, now - 2 * SECOND);

        assertThat(rates.of(new SenderId("other"))).isZero();
    }
}
