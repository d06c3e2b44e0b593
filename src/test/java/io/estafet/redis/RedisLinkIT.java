package io.estafet.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.embedded.RedisOptions;
import io.estafet.embedded.RedisServer;
import io.estafet.testing.Redis;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link on a real Redis. A command that blocks stands for a Redis that does not answer. */
class RedisLinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final Script ADD = Script.of("test/add", "return redis.call('INCRBY', KEYS[1], ARGV[1])");

    @TempDir
    static Path directory;

    private static RedisServer server;
    private static Vertx vertx;
    private RedisLink link;

    private record Config(Optional<List<String>> hosts, Duration deadline) implements RedisConfig {

        @Override
        public RedisClientType clientType() {
            return RedisClientType.STANDALONE;
        }

        @Override
        public String masterName() {
            return "";
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

    @BeforeAll
    static void start() {
        server = RedisServer.start(directory, RedisOptions.with("--appendonly", "no"));
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        await(Uni.createFrom().completionStage(vertx.close().toCompletionStage()));
        server.close();
    }

    @BeforeEach
    void open() {
        link = link(server.url(), PATIENCE);
        await(link.send(Command.FLUSHALL));
    }

    @AfterEach
    void close() {
        link.close();
    }

    @Test
    void sendsTextsAsTheyAre() {
        await(link.send(Command.SET, "ключ", "a \r\n\"b\" é"));

        assertThat(await(link.send(Command.GET, "ключ"))).hasToString("a \r\n\"b\" é");
        assertThat(await(link.send(Command.GET, "none"))).isNull();
    }

    @Test
    void sendsOnceForEachSubscription() {
        Uni<Response> increment = link.send(Command.INCR, "count");

        assertThat(await(link.send(Command.EXISTS, "count")).toInteger())
                .as("before it")
                .isZero();
        assertThat(await(increment).toInteger()).isOne();
        assertThat(await(increment).toInteger()).isEqualTo(2);
    }

    @Test
    void answersABatchInItsOrder() {
        List<Request> batch = IntStream.range(0, RedisLink.MAX_BATCH)
                .mapToObj(i -> RedisLink.request(Command.RPUSH, "list", "" + i))
                .toList();

        List<Response> answers = await(link.batch(batch));

        assertThat(answers)
                .extracting(Response::toInteger)
                .isEqualTo(IntStream.rangeClosed(1, RedisLink.MAX_BATCH).boxed().toList());
    }

    @Test
    void answersAnEmptyBatchWithoutRedis() throws Exception {
        try (RedisLink nowhere = link("redis://localhost:" + closedPort(), DEADLINE)) {
            assertThat(await(nowhere.batch(List.of()))).isEmpty();
        }
    }

    @Test
    void appendsWhatIsPushed() {
        await(link.push("list", List.of("one", "two")));
        await(link.push("list", List.of("three")));

        assertThat(await(link.send(Command.LRANGE, "list", "0", "-1")))
                .extracting(Response::toString)
                .containsExactly("one", "two", "three");
    }

    @Test
    void sendsAScriptsTextOnlyWhenRedisDoesNotHaveIt() {
        // Given
        await(link.send(Command.SCRIPT, "FLUSH"));
        await(link.send(Command.CONFIG, "RESETSTAT"));

        // When
        int first = add();
        int second = add();

        // Then
        assertThat(List.of(first, second)).containsExactly(3, 6);
        assertThat(Redis.text(server, "INFO commandstats"))
                .contains("cmdstat_eval:calls=1,")
                .contains("cmdstat_evalsha:calls=2,");
    }

    @Test
    void runsAScriptThatFailsOnceOnly() {
        await(link.send(Command.SET, "count", "no number"));
        await(link.send(Command.CONFIG, "RESETSTAT"));

        assertThatThrownBy(this::add).hasMessageContaining("not an integer");
        assertThatThrownBy(this::add).hasMessageContaining("not an integer");
        assertThat(Redis.text(server, "INFO commandstats")).contains("cmdstat_evalsha:calls=2,");
    }

    @Test
    void answersOnTheCallersContext() throws Exception {
        Context context = vertx.getOrCreateContext();
        CompletableFuture<Context> answered = new CompletableFuture<>();

        context.runOnContext(now -> link.ping()
                .subscribe()
                .with(pong -> answered.complete(Vertx.currentContext()), answered::completeExceptionally));

        assertThat(answered.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isSameAs(context);
    }

    @Test
    void failsWithoutRedisWithinTheDeadline() throws Exception {
        try (RedisLink nowhere = link("redis://localhost:" + closedPort(), PATIENCE)) {
            assertThatThrownBy(() -> await(nowhere.ping())).hasMessageContaining("refused");
        }
    }

    @Test
    void callsRedisSilentWhenItAnswersNothing() {
        try (RedisLink impatient = link(server.url(), DEADLINE)) {
            assertThatThrownBy(() -> await(block(impatient)))
                    .isInstanceOf(RedisSilentException.class)
                    .hasMessageContaining("500 ms");
        }
    }

    /** The command waited for something that others did not wait for. */
    @Test
    void callsRedisBusyWhenItAnswersOthers() {
        try (RedisLink impatient = link(server.url(), DEADLINE)) {
            CompletableFuture<Response> blocked = block(impatient).subscribeAsCompletionStage();
            await(impatient.ping());

            assertThatThrownBy(() -> blocked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(RedisBusyException.class);
        }
    }

    @Test
    void replacesItsConnectionsAfterThreeSilencesInARow() {
        try (RedisLink impatient = link(server.url(), DEADLINE)) {
            silence(impatient);
            silence(impatient);
            assertThat(blockedClients()).isEqualTo(2);

            silence(impatient);

            Awaitility.await().atMost(PATIENCE).until(() -> blockedClients() == 0);
            await(impatient.ping());
        }
    }

    @Test
    void keepsItsConnectionsWhenAnAnswerComesBetween() {
        try (RedisLink impatient = link(server.url(), DEADLINE)) {
            silence(impatient);
            silence(impatient);
            await(impatient.ping());
            silence(impatient);

            assertThat(blockedClients()).isEqualTo(3);
        }
    }

    private int add() {
        return await(link.eval(ADD, List.of("count"), List.of("3"))).toInteger();
    }

    private static Uni<Response> block(RedisLink link) {
        return link.send(Command.BLPOP, "empty", "0");
    }

    private static void silence(RedisLink link) {
        assertThatThrownBy(() -> await(block(link))).isInstanceOf(RedisSilentException.class);
    }

    private static int blockedClients() {
        return Redis.text(server, "INFO clients")
                .lines()
                .filter(line -> line.startsWith("blocked_clients:"))
                .map(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static RedisLink link(String url, Duration deadline) {
        return new RedisLink(vertx, new Config(Optional.of(List.of(url)), deadline));
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
