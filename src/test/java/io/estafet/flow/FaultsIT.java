package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.message.State;
import io.estafet.testing.IntakeOnly;
import io.estafet.testing.Replica;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsApp;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Breaks things under load: two replicas of the packaged program, real servers, a simulator that sometimes hangs. */
@QuarkusTest
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class FaultsIT {

    private static final int RATE = 500;
    private static final Duration LEASE = Duration.ofSeconds(15);
    /** A look at the simulator's whole log takes a good part of a second. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Map<String, String> WAIT =
            Map.of("estafet.unknown.policy.utility", "wait", "estafet.admission.lease", LEASE.toSeconds() + "s");
    private static WhatsApp whatsApp;

    @Inject
    World world;

    @TestHTTPResource("/webhooks/whatsapp")
    URI webhooks;

    /** Shared by all tests: each leaves two that work. */
    private static final List<Replica> REPLICAS = new ArrayList<>();

    private List<World.Number> numbers = List.of();

    @BeforeAll
    static void start() {
        whatsApp = WhatsApp.start();
    }

    @AfterAll
    static void stop() {
        REPLICAS.forEach(Replica::close);
        REPLICAS.clear();
        whatsApp.close();
    }

    @BeforeEach
    void twoReplicas() {
        whatsApp.resetReport();
        behave(0, 0);
        numbers = Stream.generate(() -> world.number(whatsApp, -1, 1_000))
                .limit(2)
                .toList();
        if (REPLICAS.isEmpty()) {
            REPLICAS.add(Replica.start("one", WAIT));
            REPLICAS.add(Replica.start("two", WAIT));
            REPLICAS.forEach(Replica::awaitReady);
        }
    }

    @Test
    void losesAndDoublesNothingWhenReplicasAreKilled() {
        // Given
        long seed = Long.getLong("estafet.test.seed", 20_261_122L);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        behave(0.05, 30_000);
        try (Feeder feeder = new Feeder(world, numbers, RATE, 75).start()) {

            // When
            for (int kill = 0; kill < 10; kill++) {
                pause(500 + random.nextInt(1_500));
                int victim = random.nextInt(REPLICAS.size());
                REPLICAS.get(victim).kill();
                REPLICAS.set(victim, Replica.start("again" + kill, WAIT).awaitReady());
            }
            await().atMost(Duration.ofMinutes(3)).until(feeder::isDone);

            // Then
            await("leases recovered").atMost(LEASE.plusSeconds(5)).until(() -> Checker.moving(senders()) == 0);
            await("statuses of messages that hung")
                    .pollInterval(LOOK)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> unknownThatArrived() == 0);
            Checker.assertWhole(whatsApp, feeder.accepted(), senders());
        }
    }

    @Test
    void survivesARedisThatComesBackOlderThanItWas() {
        // Given
        Path copy = Path.of("target", "redis-copy-" + System.nanoTime());
        try (Feeder feeder = new Feeder(world, numbers, RATE, 15).start()) {
            pause(5_000);
            Servers.redis().copyData(copy);
            pause(2_000);

            // When
            Servers.redis().kill();
            Servers.redis().restoreData(copy);
            Servers.redis().start();

            // Then
            await().atMost(Duration.ofMinutes(1)).until(feeder::isDone);
            assertAllSent(feeder);
        }
    }

    @Test
    void survivesARedisThatForgetsEverything() {
        // Given
        try (Feeder feeder = new Feeder(world, numbers, RATE, 15).start()) {
            pause(5_000);

            // When
            Servers.redis().kill();
            Servers.redis().wipe();
            Servers.redis().start();

            // Then
            await().atMost(Duration.ofMinutes(1)).until(feeder::isDone);
            assertAllSent(feeder);
        }
    }

    @Test
    void survivesTenSecondsWithoutPostgres() {
        // Given
        try (Feeder feeder = new Feeder(world, numbers, RATE, 20).start()) {
            pause(5_000);

            // When
            Servers.postgres().stop();
            pause(10_000);
            Servers.postgres().start();

            // Then
            await().atMost(Duration.ofMinutes(2)).until(feeder::isDone);
            assertThat(feeder.refused()).as("refused while PostgreSQL was away").isPositive();
            assertAllSent(feeder);
        }
    }

    private void assertAllSent(Feeder feeder) {
        await("all sent").atMost(Duration.ofSeconds(90)).until(() -> Checker.moving(senders()) == 0);
        await("no unknown that arrived")
                .pollInterval(LOOK)
                .atMost(Duration.ofSeconds(60))
                .until(() -> unknownThatArrived() == 0);
        Checker.assertWhole(whatsApp, feeder.accepted(), senders());
    }

    /** Unknown to the journal, though the simulator has accepted them: a status is still to come. */
    private long unknownThatArrived() {
        List<String> unknown = Checker.journal(senders()).entrySet().stream()
                .filter(message -> message.getValue() == State.UNKNOWN)
                .map(Map.Entry::getKey)
                .toList();
        if (unknown.isEmpty()) {
            return 0;
        }
        Set<String> arrived = Checker.arrived(whatsApp).keySet();
        return unknown.stream().filter(arrived::contains).count();
    }

    private List<String> senders() {
        return numbers.stream().map(number -> number.sender().value()).toList();
    }

    private void behave(double hanging, long lateMillis) {
        String settings = """
                {"magic":false,"faults":[{"kind":"hang-after","share":%s}],
                 "webhook":{"url":"%s","appSecret":"%s","delayMillis":%d}}""";
        whatsApp.behave(settings.formatted(hanging, webhooks, ServersResource.WEBHOOK_SECRET, lateMillis));
    }

    /** Lets the load go on for a while: time is what is tested here. */
    private static void pause(long millis) {
        try {
            boolean opened = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            assertThat(opened).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
