package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.PortfolioId;
import org.junit.jupiter.api.Test;

/** A key is lost when it is missing again and again, not when it is on its way. */
class LostKeysTest {

    private static final long SECOND = 1_000_000_000L;
    private static final PortfolioId PORTFOLIO = new PortfolioId("portfolio");

    private final LostKeys keys = new LostKeys();

    @Test
    void threeSightingsInASecondMakeALostKey() {
        assertThat(keys.isLost(PORTFOLIO, "key", 0)).isFalse();
        assertThat(keys.isLost(PORTFOLIO, "key", SECOND / 2)).isFalse();
        assertThat(keys.isLost(PORTFOLIO, "key", SECOND)).isTrue();
    }

    @Test
    void manySightingsInLessThanASecondDoNot() {
        for (int i = 0; i < 9; i++) {
            assertThat(keys.isLost(PORTFOLIO, "key", i * SECOND / 10)).isFalse();
        }
    }

    @Test
    void twoSightingsDoNotHoweverFarApart() {
        keys.isLost(PORTFOLIO, "key", 0);

        assertThat(keys.isLost(PORTFOLIO, "key", 5 * SECOND)).isFalse();
    }

    @Test
    void sightingsFarApartAreNotRelated() {
        keys.isLost(PORTFOLIO, "key", 0);
        keys.isLost(PORTFOLIO, "key", 5 * SECOND);

        assertThat(keys.isLost(PORTFOLIO, "key", 16 * SECOND)).isFalse();
        assertThat(keys.isLost(PORTFOLIO, "key", 17 * SECOND)).isFalse();
        assertThat(keys.isLost(PORTFOLIO, "key", 18 * SECOND)).isTrue();
    }

    @Test
    void eachKeyOfEachPortfolioIsSeenByItself() {
        keys.isLost(PORTFOLIO, "key", 0);
        keys.isLost(PORTFOLIO, "key", SECOND / 2);

        assertThat(keys.isLost(PORTFOLIO, "another", SECOND)).isFalse();
        assertThat(keys.isLost(new PortfolioId("another"), "key", SECOND)).isFalse();
        assertThat(keys.isLost(PORTFOLIO, "key", SECOND)).isTrue();
    }

    @Test
    void aRebuildForgetsThePortfoliosKeys() {
        PortfolioId another = new PortfolioId("another");
        for (PortfolioId portfolio : new PortfolioId[] {PORTFOLIO, another}) {
            keys.isLost(portfolio, "key", 0);
            keys.isLost(portfolio, "key", SECOND / 2);
        }

        keys.forget(PORTFOLIO);

        assertThat(keys.isLost(PORTFOLIO, "key", SECOND)).isFalse();
        assertThat(keys.isLost(another, "key", SECOND)).isTrue();
    }
}
