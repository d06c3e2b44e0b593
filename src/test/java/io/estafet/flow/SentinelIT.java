package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.testing.Redis;
import io.estafet.testing.RedisSentinel;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsAppTestBase;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Redis behind Sentinel: its master dies under load, the replica is promoted, and the flow goes on. */
@QuarkusTest
@QuarkusTestResource(value = SentinelIT.Sentinel.class, restrictToAnnotatedClass = true)
class SentinelIT extends WhatsAppTestBase {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int RATE = 100;

    @Inject
    World world;

    /** The servers of all tests, except that Redis is a master with a replica behind Sentinels. */
    public static final class Sentinel extends ServersResource {

        private @Nullable RedisSentinel sentinel;

        @Override
        public Map<String, String> start() {
            sentinel = RedisSentinel.start(Path.of("target", "redis-sentinel-" + System.nanoTime()));
            Map<String, String> settings = new HashMap<>(super.start());
            settings.put("quarkus.redis.hosts", sentinel.hosts());
            settings.put("quarkus.redis.client-type", "sentinel");
            settings.put("quarkus.redis.master-name", RedisSentinel.MASTER);
            return settings;
        }

        @Override
        public void stop() {
            if (sentinel != null) {
                sentinel.close();
            }
        }
    }

    @Test
    void losesAndDoublesNothingWhenTheMasterDies() {
        // Given
        whatsApp.behave("{\"magic\":false}");
        whatsApp.resetReport();
        RedisSentinel servers = RedisSentinel.running();
        List<World.Number> numbers = Stream.generate(() -> world.number(whatsApp, -1, 1_000))
                .limit(2)
                .toList();
        List<String> senders =
                numbers.stream().map(number -> number.sender().value()).toList();
        try (Feeder feeder = new Feeder(world, numbers, RATE, 15).start()) {
            await().atMost(BOUND).until(() -> feeder.accepted().size() >= 3 * RATE);

            // When
            servers.master().kill();

            // Then
            // It cuts connections while it changes its role.
            await("a new master")
                    .ignoreExceptions()
                    .atMost(BOUND)
                    .until(() ->
                            Redis.text(servers.replica(), "INFO replication").contains("role:master"));
            await("the end of the load").atMost(BOUND).until(feeder::isDone);
            await("all sent").atMost(BOUND).until(() -> Checker.moving(senders) == 0);
            assertThat(feeder.accepted()).hasSizeGreaterThan(10 * RATE);
            Checker.assertWhole(whatsApp, feeder.accepted(), senders);
        }
    }
}
