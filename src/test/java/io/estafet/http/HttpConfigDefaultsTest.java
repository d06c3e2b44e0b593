package io.estafet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpConfigDefaultsTest {

    @Test
    void defaultsAreAsDocumented() {
        HttpConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(HttpConfig.class)
                .build()
                .getConfigMapping(HttpConfig.class);

        assertThat(config.bodyMemory()).isEqualTo(64_000_000);
        assertThat(config.bodyDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.bodyMinRate()).isEqualTo(1024);
        assertThat(config.streamMinRate()).isEqualTo(256);
        assertThat(config.streams()).isEqualTo(64);
        assertThat(config.streamsPerTenant()).isEqualTo(16);
        assertThat(config.headDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.writeDeadline()).isEqualTo(Duration.ofSeconds(30));
    }
}
