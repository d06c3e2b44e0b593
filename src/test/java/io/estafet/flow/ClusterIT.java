package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.directory.Registry;
import io.estafet.embedded.RedisServer;
import io.estafet.message.Category;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.testing.Redis;
import io.estafet.testing.RedisCluster;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsApp;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way of a message over a Redis Cluster of three masters: no command and no script leaves its slot. */
@QuarkusTest
@QuarkusTestResource(value = ClusterIT.Cluster.class, restrictToAnnotatedClass = true)
class ClusterIT {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static WhatsApp whatsApp;
    private static RedisCluster cluster;

    @Inject
    World world;

    @Inject
    Registry registry;

    @Inject
    RedisLink redis;

    /** The servers of all tests, except that Redis is a cluster. */
    public static final class Cluster extends ServersResource {

        private @Nullable RedisCluster cluster;

        @Override
        public Map<String, String> start() {
            cluster = RedisCluster.start(Path.of("target", "redis-cluster-" + System.nanoTime()));
            Map<String, String> settings = new HashMap<>(super.start());
            settings.put("quarkus.redis.hosts", cluster.hosts());
            settings.put("quarkus.redis.client-type", "cluster");
            return settings;
        }

        @Override
        public void stop() {
            if (cluster != null) {
                cluster.close();
            }
        }
    }

    @BeforeAll
    static void start() {
        whatsApp = WhatsApp.start();
        cluster = RedisCluster.running();
    }

    @AfterAll
    static void stop() {
        whatsApp.close();
    }

    @BeforeEach
    void ordinaryPeople() {
        whatsApp.behave("{\"magic\":false}");
        whatsApp.resetReport();
    }

    @Test
    void sendsWhatManyPortfoliosOnDifferentMastersAccept() {
        // Given
        List<World.Number> numbers =
                Stream.generate(() -> world.number(whatsApp, 30, 200)).limit(12).toList();

        // When
        numbers.forEach(number -> world.accept(number, Category.MARKETING, world.agreeing(number.portfolio(), 50)));

        // Then
        Map<String, Long> expected = Map.of("sent", 30L, "held/messaging-limit", 20L);
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(numbers)
                        .allSatisfy(number ->
                                assertThat(World.states(number.sender())).isEqualTo(expected)));
        numbers.forEach(number -> {
            whatsApp.portfolio(number.portfolio().value(), 2_000);
            World.await(registry.putPortfolio(number.portfolio(), World.TENANT, 2_000));
        });
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(numbers)
                        .allSatisfy(number ->
                                assertThat(World.states(number.sender())).isEqualTo(Map.of("sent", 50L))));
        assertThat(whatsApp.report().get("accepted").asLong()).isEqualTo(12 * 50);
        FlowIT.assertClean(whatsApp.report());
        assertThat(mastersOf(numbers)).hasSizeGreaterThan(1);
    }

    @Test
    void takesEntriesOfTheIntakeList() {
        // Given
        World.Number number = world.number(whatsApp, -1, 100);
        List<String> entries = world.agreeing(number.portfolio(), 20).stream()
                .map(to -> """
                        {"tenant":"demo","sender":"%s","to":"%s","category":"utility","message":{"type":"template",\
                        "template":{"name":"utility","language":{"code":"en_US"},"components":[{"type":"body",\
                        "parameters":[{"type":"text","text":"Ana"}]}]}}}""".formatted(number.sender(), to))
                .toList();

        // When
        World.await(redis.push(Keys.INTAKE, entries));

        // Then
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(World.states(number.sender())).isEqualTo(Map.of("sent", 20L)));
        FlowIT.assertClean(whatsApp.report());
    }

    /** A restarted master is another process: what it holds is rebuilt, and what the others hold is left alone. */
    @Test
    void rebuildsWhatARestartedMasterHolds() {
        // Given
        List<World.Number> numbers =
                Stream.generate(() -> world.number(whatsApp, -1, 10)).limit(6).toList();
        Map<World.Number, List<String>> people = numbers.stream()
                .collect(Collectors.toMap(number -> number, number -> world.agreeing(number.portfolio(), 60)));
        people.forEach((number, agreed) -> world.accept(number, Category.UTILITY, agreed));
        await().atMost(BOUND)
                .until(() -> numbers.stream()
                        .allMatch(number -> World.states(number.sender()).getOrDefault("sent", 0L) >= 10));
        Map<World.Number, String> before = readyMarks(numbers);
        int restarted = masterOf(numbers.get(0));

        // When
        RedisServer master = cluster.masters().get(restarted);
        master.kill();
        master.start();

        // Then
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(numbers)
                        .allSatisfy(number ->
                                assertThat(World.states(number.sender())).isEqualTo(Map.of("sent", 60L))));
        assertThat(whatsApp.report().get("accepted").asLong()).isEqualTo(6 * 60);
        FlowIT.assertClean(whatsApp.report());
        // Who had sent everything before is looked at by the next patrol.
        await().atMost(BOUND)
                .untilAsserted(() -> readyMarks(numbers)
                        .forEach((number, mark) ->
                                assertThat(mark.equals(before.get(number))).isEqualTo(masterOf(number) != restarted)));
    }

    private static Map<World.Number, String> readyMarks(List<World.Number> numbers) {
        return numbers.stream()
                .collect(Collectors.toMap(
                        number -> number,
                        number -> Redis.ask(
                                cluster.masters().get(masterOf(number)),
                                "GET " + Keys.of(number.portfolio()).ready())));
    }

    private static Set<Integer> mastersOf(List<World.Number> numbers) {
        return numbers.stream().map(ClusterIT::masterOf).collect(Collectors.toSet());
    }

    private static int masterOf(World.Number number) {
        String slot = Redis.ask(
                cluster.masters().get(0),
                "CLUSTER KEYSLOT " + Keys.of(number.portfolio()).ready());
        return RedisCluster.masterOf(Integer.parseInt(slot.substring(1)));
    }
}
