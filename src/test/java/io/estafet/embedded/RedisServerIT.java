package io.estafet.embedded;

import io.estafet.testing.Redis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What fault tests do to a Redis. */
class RedisServerIT {
    @TempDir
    private Path directory;

    @Test
    void keepsEveryAnsweredWriteWhenKilled() {
        try (RedisServer redis = started()) {
            int port = redis.port();
            Redis.ask(redis, "SET key value");

            redis.kill();
            assertThat(redis.running()).isFalse();
            redis.start();

            assertThat(redis.port()).isEqualTo(port);
            assertThat(Redis.ask(redis, "GET key")).isEqualTo("value");
        }
    }

    @Test
    void answersNothingWhileSuspended() {
        try (RedisServer redis = started()) {
            redis.suspend();
            assertThat(Redis.ask(redis, "PING")).isEqualTo("timeout");
            redis.resume();
            assertThat(Redis.ask(redis, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void stopsEvenWhenSuspended() {
        try (RedisServer redis = started()) {
            Redis.ask(redis, "SET key value");
            redis.suspend();
            redis.stop();
            assertThat(redis.running()).isFalse();
            redis.start();
            assertThat(Redis.ask(redis, "GET key")).isEqualTo("value");
        }
    }

    @Test
    void comesBackAsOldAsTheCopy() {
        Path copy = directory.resolve("copy");
        try (RedisServer redis = started()) {
            Redis.ask(redis, "SET key old");
            redis.copyData(copy);
            Redis.ask(redis, "SET key new");

            redis.kill();
            redis.restoreData(copy);
            redis.start();

            assertThat(Redis.ask(redis, "GET key")).isEqualTo("old");
        }
    }

    @Test
    void copiesAcrossARewriteOfTheFile() {
        Path copy = directory.resolve("copy");
        try (RedisServer redis = started()) {
            Redis.ask(redis, "SET key old");
            assertThat(Redis.ask(redis, "BGREWRITEAOF")).startsWith("+");
            redis.copyData(copy);

            redis.stop();
            redis.restoreData(copy);
            redis.start();

            assertThat(Redis.ask(redis, "GET key")).isEqualTo("old");
        }
    }

    @Test
    void isEmptyAfterAWipe() {
        try (RedisServer redis = started()) {
            Redis.ask(redis, "SET key value");
            assertThatThrownBy(redis::wipe).isInstanceOf(IllegalStateException.class);

            redis.stop();
            redis.wipe();
            redis.start();

            assertThat(Redis.ask(redis, "DBSIZE")).isEqualTo(":0");
        }
    }

    @Test
    void syncsItsFileEverySecondAndEvictsNothing() {
        try (RedisServer redis = started()) {
            String memory = Redis.ask(redis, "EVAL \"return redis.call('CONFIG','GET','maxmemory-policy')[2]\" 0");
            String sync = Redis.ask(redis, "EVAL \"return redis.call('CONFIG','GET','appendfsync')[2]\" 0");
            assertThat(memory).contains("noeviction");
            assertThat(sync).contains("everysec");
            assertThat(Redis.ask(redis, "INFO persistence")).isNotEmpty();
        }
    }

    @Test
    void takesFurtherArguments() {
        RedisOptions options = RedisOptions.with("--maxmemory", "5mb");
        try (RedisServer redis = RedisServer.start(directory.resolve("redis"), options)) {
            assertThat(Redis.ask(redis, "EVAL \"return redis.call('CONFIG','GET','maxmemory')[2]\" 0"))
                    .isEqualTo("5242880");
        }
    }

    @Test
    void saysWhyItDoesNotStart() {
        RedisOptions options = RedisOptions.with("--no-such-setting", "yes");
        assertThatThrownBy(() -> RedisServer.start(directory.resolve("redis"), options))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("no-such-setting");
    }

    private RedisServer started() {
        return RedisServer.start(directory.resolve("redis"), RedisOptions.DEFAULT);
    }
}
