package io.estafet.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.redis.client.RedisClientType;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the Redis server is reached. Addresses come from {@code quarkus.redis.*}, so that one set of names is enough. */
@ConfigMapping(prefix = "estafet.redis")
public interface RedisConfig {

    /** {@code redis://[:password@]host:port}, one or several; empty only before profile {@code embedded} has set it. */
    Optional<List<String>> hosts();

    /** Single server, Sentinel or Cluster. */
    @WithDefault("STANDALONE")
    RedisClientType clientType();

    /** Sentinel's name for the master. */
    @WithDefault("mymaster")
    String masterName();

    /** Every command is given up after it; Redis answers in under a millisecond, so that this means trouble. */
    @WithDefault("1s")
    Duration deadline();

    /** Connections; the default of the client (6) is far too small. */
    @WithDefault("24")
    @Min(1)
    int poolSize();

    /** Commands that may wait for a connection; more fail at once. */
    @WithDefault("4096")
    @Min(1)
    int poolWaiting();
}
