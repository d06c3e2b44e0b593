package io.estafet.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * The Redis and the PostgreSQL of profile {@code embedded}, with their data in one directory. They end with this
 * program at every orderly end. After a {@code kill -9} the next start in the directory adopts them.
 */
public final class EmbeddedServers implements AutoCloseable {
    private final RedisServer redis;
    private final PostgresServer postgres;

    private EmbeddedServers(RedisServer redis, PostgresServer postgres) {
        this.redis = redis;
        this.postgres = postgres;
    }

    /**
     * Starts or adopts both on free ports, those of the last start where possible. A second call returns a view of the
     * same servers.
     */
    public static EmbeddedServers start(Path directory) {
        return start(directory, 0, 0);
    }

    /**
     * Starts or adopts both; prints nothing. The first start in a directory takes some seconds, later ones less than
     * one.
     *
     * @param redisPort loopback port, 0 for a free one
     * @param postgresPort loopback port, 0 for a free one
     * @throws EmbeddedException when another program uses the directory, a wanted port is in use, the platform has no
     *     binaries, or a server does not run; nothing is left running then
     */
    public static EmbeddedServers start(Path directory, int redisPort, int postgresPort) {
        RedisServer redis = RedisServer.start(
                directory.resolve("redis"), new RedisOptions(redisPort, RedisOptions.DEFAULT.arguments()));
        try {
            return new EmbeddedServers(redis, PostgresServer.start(directory.resolve("postgres"), postgresPort));
        } catch (RuntimeException e) {
            redis.close();
            throw e;
        }
    }

    public RedisServer redis() {
        return redis;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    /**
     * At the end of the program the servers wait for the latch, at most this long. The program can thus drain first,
     * although a JVM runs all its shutdown hooks at once.
     */
    public void keepUntil(CountDownLatch drained, Duration atMost) {
        redis.keepUntil(drained, atMost);
        postgres.keepUntil(drained, atMost);
    }

    /** Ends both; the data stays. */
    @Override
    public void close() {
        try {
            redis.close();
        } finally {
            postgres.close();
        }
    }
}
