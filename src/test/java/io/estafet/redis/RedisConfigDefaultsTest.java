package io.estafet.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.redis.client.RedisClientType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisConfigDefaultsTest {

    @Test
    void defaultsAreAsDocumented() {
        RedisConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(RedisConfig.class)
                .build()
                .getConfigMapping(RedisConfig.class);

        assertThat(config.hosts()).isEmpty();
        assertThat(config.clientType()).isEqualTo(RedisClientType.STANDALONE);
        assertThat(config.masterName()).isEqualTo("mymaster");
        assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.poolSize()).isEqualTo(24);
        assertThat(config.poolWaiting()).isEqualTo(4096);
    }
}
