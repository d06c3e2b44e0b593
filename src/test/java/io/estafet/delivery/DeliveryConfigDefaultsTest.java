package io.estafet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.metrics.MetricsConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pins the defaults: a change of one is a change of behaviour. */
class DeliveryConfigDefaultsTest {

    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(RetryConfig.class)
            .withMapping(InflightConfig.class)
            .withMapping(MetricsConfig.class)
            .build();

    @Test
    void retries() {
        RetryConfig retry = config.getConfigMapping(RetryConfig.class);

        assertThat(retry.maxAttempts()).isEqualTo(5);
        assertThat(retry.base()).isEqualTo(Duration.ofSeconds(1));
        assertThat(retry.cap()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void limitsWhatIsUnderWay() {
        InflightConfig inflight = config.getConfigMapping(InflightConfig.class);

        assertThat(inflight.initial()).isEqualTo(16);
        assertThat(inflight.max()).isEqualTo(512);
        assertThat(inflight.cut()).isEqualTo(0.7);
        assertThat(inflight.growth()).isEqualTo(8);
        assertThat(inflight.slowAnswer()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void boundsLabels() {
        MetricsConfig metrics = config.getConfigMapping(MetricsConfig.class);

        assertThat(metrics.senders()).isEqualTo(200);
        assertThat(metrics.senderIdle()).isEqualTo(Duration.ofMinutes(10));
    }
}
