package io.estafet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That a Quarkus test's program and the test itself reach the same servers. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ServersResourceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject
    RedisDataSource redis;

    @Inject
    Pool postgres;

    @Test
    void programAndTestUseTheSameRedis() {
        redis.value(String.class).set("servers-resource", "here");
        assertThat(Redis.ask(Servers.redis(), "GET servers-resource")).isEqualTo("here");
    }

    @Test
    void programUsesTheDatabase() {
        var rows = postgres.query("SELECT current_database()").execute().await().atMost(PATIENCE);
        assertThat(rows.iterator().next().getString(0)).isEqualTo("estafet");
    }
}
