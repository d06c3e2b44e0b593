package io.estafet.delivery.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pins the defaults: a change of one is a change of behaviour. */
class CloudApiConfigDefaultsTest {

    @Test
    void reachesGraphWithinDeadlinesAndBounds() {
        CloudApiConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(CloudApiConfig.class)
                .build()
                .getConfigMapping(CloudApiConfig.class);

        assertThat(config.version()).isEqualTo("v26.0");
        assertThat(config.baseUrl()).isEqualTo(URI.create("https://graph.facebook.com"));
        assertThat(config.connectDeadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.requestDeadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.http1Connections()).isEqualTo(1024);
        assertThat(config.http2Connections()).isEqualTo(32);
        assertThat(config.waiting()).isEqualTo(1024);
        assertThat(config.http1KeepAlive()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.http2KeepAlive()).isEqualTo(Duration.ofSeconds(30));
    }
}
