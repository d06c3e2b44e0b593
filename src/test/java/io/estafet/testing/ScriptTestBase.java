package io.estafet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.embedded.RedisOptions;
import io.estafet.embedded.RedisServer;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis for one script's tests, empty before each, and what is asked of every script. */
public abstract class ScriptTestBase {

    /** Where {@link #frozen} scripts' clock stands, in milliseconds. */
    protected static final long NOW = 1_800_000_000_000L;

    /** The moving day of the limits, in milliseconds. */
    protected static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir
    protected static Path directory;

    protected static RedisLink redis;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RedisServer server;
    private static Vertx vertx;

    @BeforeAll
    protected static void startRedis() {
        server = RedisServer.start(directory, RedisOptions.with("--appendonly", "no"));
        vertx = Vertx.vertx();
        redis = TestLink.to(server, vertx);
    }

    @AfterAll
    protected static void stopRedis() {
        redis.close();
        await(Uni.createFrom().completionStage(vertx.close().toCompletionStage()));
        server.close();
    }

    @BeforeEach
    protected void emptyRedis() {
        send(Command.FLUSHALL);
    }

    // What every script keeps -------------------------------------------------------------------------------------

    /** One key after the other is of a type that no script knows: the call fails and has changed nothing. */
    protected static void assertOtherTypesChangeNothing(
            Collection<String> keys, Runnable given, Supplier<? extends Uni<?>> call) {
        assertThat(keys).isNotEmpty();
        for (String key : keys) {
            send(Command.FLUSHALL);
            given.run();
            send(Command.DEL, key);
            send(Command.XADD, key, "*", "field", "value");
            TreeMap<String, String> before = everything();
            assertThatThrownBy(() -> await(call.get())).as(key).hasMessageContaining("WRONGTYPE");
            assertThat(everything()).as(key).isEqualTo(before);
        }
    }

    /** While every command that may grow is refused, unless its script has begun to write. */
    protected static void withoutMemory(Runnable then) {
        send(Command.CONFIG, "SET", "maxmemory", "1");
        try {
            assertThatThrownBy(() -> send(Command.SET, "x", "y")).hasMessageContaining("OOM");
            then.run();
        } finally {
            send(Command.CONFIG, "SET", "maxmemory", "0");
        }
    }

    /** A Redis without memory refuses the call, and has changed nothing. */
    protected static void assertRefusedWithoutMemory(Supplier<? extends Uni<?>> call) {
        TreeMap<String, String> before = everything();
        withoutMemory(() -> assertThatThrownBy(() -> await(call.get())).hasMessageContaining("OOM"));
        assertThat(everything()).isEqualTo(before);
    }

    /** Makes the call so many times at once, on several connections. */
    protected static <T> List<T> atOnce(int callers, Supplier<Uni<T>> call) {
        List<Uni<T>> calls = Stream.generate(call).limit(callers).toList();
        return await(Uni.join().all(calls).andFailFast());
    }

    /** Every key and what it holds, as Redis would save it. */
    protected static TreeMap<String, String> everything() {
        TreeMap<String, String> all = new TreeMap<>();
        send(Command.KEYS, "*").forEach(key -> all.put(key.toString(), dump(key.toString())));
        return all;
    }

    // Scripts and Redis -------------------------------------------------------------------------------------------

    /** The script with its clock at {@link #NOW}. */
    protected static Script frozen(String name) {
        String source = Script.load(name).source();
        return Script.of(name, source.replace("redis.call('TIME')", "{'" + NOW / 1_000 + "', '0'}"));
    }

    protected static Uni<Response> eval(Script script, List<String> keys, Object... arguments) {
        List<String> texts = Arrays.stream(arguments).map(String::valueOf).toList();
        return redis.eval(script, keys, texts);
    }

    protected static Response send(Command command, String... arguments) {
        return await(redis.send(command, arguments));
    }

    protected static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    protected static Optional<Long> score(String key, Object member) {
        return Optional.ofNullable(send(Command.ZSCORE, key, member.toString()))
                .map(score -> (long) Double.parseDouble(score.toString()));
    }

    protected static Optional<String> field(String key, Object field) {
        return Optional.ofNullable(send(Command.HGET, key, field.toString())).map(Response::toString);
    }

    protected static Optional<String> text(String key) {
        return Optional.ofNullable(send(Command.GET, key)).map(Response::toString);
    }

    protected static List<String> list(String key) {
        return send(Command.LRANGE, key, "0", "-1").stream()
                .map(Response::toString)
                .toList();
    }

    private static String dump(String key) {
        return Arrays.toString(send(Command.DUMP, key).toBytes());
    }
}
