package io.estafet.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.redis.client.RedisClientType;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the Redis server is reached. Addresses come from {@code quarkus.redis.*}, so that they are set in one place only.
 */
@ConfigMapping(prefix = "estafet.redis")
public interface RedisConfig {

    /** {@code redis://[:password@]host:port}, one or several; empty only until profile {@code embedded} has set it. */
    Optional<List<String>> hosts();

    /** Single server, Sentinel or Cluster. */
    @WithDefault("STANDALONE")
    RedisClientType clientType();

    /** Sentinel's name for the master. */
    @WithDefault("mymaster")
    String masterName();

    /** Deadline of every command. Redis answers in under a millisecond, so that a missed deadline means trouble. */
    @WithDefault("1s")
    Duration deadline();

    /** The number of connections; the client's default (6) is far too small. */
    @WithDefault("24")
    @Min(1)
    int poolSize();

    /** The most commands that wait for a connection; more fail at once. */
    @WithDefault("4096")
    @Min(1)
    int poolWaiting();
}
