package io.estafet.testing;

import io.estafet.embedded.RedisServer;
import io.estafet.redis.RedisConfig;
import io.estafet.redis.RedisLink;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A link to a Redis of a test's own, with a deadline that a busy machine meets. */
public record TestLink(Optional<List<String>> hosts) implements RedisConfig {

    public static RedisLink to(RedisServer server, Vertx vertx) {
        return new RedisLink(vertx, new TestLink(Optional.of(List.of(server.url()))));
    }

    @Override
    public RedisClientType clientType() {
        return RedisClientType.STANDALONE;
    }

    @Override
    public String masterName() {
        return "";
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(20);
    }

    @Override
    public int poolSize() {
        return 8;
    }

    @Override
    public int poolWaiting() {
        return 4096;
    }
}
