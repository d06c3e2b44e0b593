package io.estafet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.testing.Replica;
import io.estafet.testing.ServersResource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What neighbours notice of an attack on the packaged program with a heap of 512 MB. A build attacks briefly, on a
 * machine that the attackers share, and bounds only what must never happen. The figures, on a quiet machine: {@code
 * -Destafet.attack.connections=1000 -Destafet.attack.seconds=60 -Destafet.attack.neighbour=300
 * -Destafet.attack.health=200}.
 */
class AttackIT {

    private static final int CONNECTIONS = Integer.getInteger("estafet.attack.connections", 300);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("estafet.attack.seconds", 6));

    private static final Duration NEIGHBOUR = Duration.ofMillis(Integer.getInteger("estafet.attack.neighbour", 4_000));
    private static final Duration HEALTH = Duration.ofMillis(Integer.getInteger("estafet.attack.health", 2_000));
    private static final boolean IS_MEASURED = System.getProperty("estafet.attack.neighbour") != null;
    private static final int WARM_UP = 1_000;
    private static final String REFUSED = "http_server_requests_seconds_count{method=\"POST\",outcome=\"CLIENT_ERROR\"";
    private static final double HEAP_BYTES = 400e6;
    private static final Duration GONE = Duration.ofSeconds(15);
    private static final Duration STOP = Duration.ofSeconds(12);

    private static final String MESSAGE = """
            {"sender":"1065000999","to":"+6281234567890","message":{"type":"text","text":{"body":"hi"}}}""";

    private static Replica replica;

    @BeforeAll
    static void start() throws Exception {
        replica = attacked();
        put("/v1/portfolios/attacked", "{\"messagingLimit\":250}");
        put("/v1/senders/1065000999", """
                {"portfolio":"attacked","wabaId":"waba-attacked","displayPhoneNumber":"+62 21 555 0999","throughput":80,
                 "accessToken":"token","baseUrl":"http://127.0.0.1:1"}""");
        warmUp();
    }

    /** A program that has just started is still compiled while it should answer, and refuse. */
    private static void warmUp() {
        try (Bystander neighbour = neighbour();
                Attack attack = Attack.start(replica.port(), Attack.Kind.UNSIGNED_WEBHOOKS, CONNECTIONS)) {
            await("a program that is warm")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> neighbour.count() > WARM_UP && replica.metric(REFUSED) > WARM_UP);
            attack.stop();
            await().atMost(GONE).until(() -> attack.open() == 0);
        }
    }

    @AfterAll
    static void stop() {
        replica.kill();
    }

    @ParameterizedTest
    @EnumSource
    void neighboursNoticeLittle(Attack.Kind kind) {
        try (Bystander neighbour = neighbour();
                Bystander live = Bystander.of(Bystander.call(replica.managementPort(), "/q/health/live"), 200);
                Bystander ready = Bystander.of(Bystander.call(replica.managementPort(), "/q/health/ready"), 200)) {
            attack(kind, neighbour, live, ready);
        }
    }

    private void attack(Attack.Kind kind, Bystander neighbour, Bystander live, Bystander ready) {
        try (Attack attack = Attack.start(replica.port(), kind, CONNECTIONS)) {
            await("the attack is under way")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> attack.most() >= CONNECTIONS / 2);
            double heap = watchHeap();
            attack.stop();
            report(kind, neighbour, live, ready, heap);

            assertThat(neighbour.wrong()).isEmpty();
            assertThat(live.wrong()).isEmpty();
            assertThat(ready.wrong()).isEmpty();
            assertThat(neighbour.p99()).isLessThan(NEIGHBOUR);
            assertThat(live.p99()).isLessThan(HEALTH);
            assertThat(ready.p99()).isLessThan(HEALTH);
            assertThat(heap).isLessThan(HEAP_BYTES);
            await().atMost(GONE)
                    .untilAsserted(() ->
                            assertThat(attack.open()).as("connections left").isZero());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FORGED_WEBHOOKS", "SLOW_MESSAGES", "ENDLESS_BATCH"})
    void endsInTimeDuringAnAttack(Attack.Kind kind) {
        try (Replica ending = attacked();
                Attack attack = Attack.start(ending.port(), kind, CONNECTIONS)) {
            await("the attack is under way")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> attack.most() >= CONNECTIONS / 2);
            assertThat(ending.endsWithin(STOP)).isTrue();
        }
    }

    /** With the default patience where it is measured; a Redis on a busy machine may be silent for longer. */
    private static Replica attacked() {
        Map<String, String> settings = new HashMap<>(IS_MEASURED ? Map.of() : ServersResource.PATIENCE);
        settings.put("estafet.dispatch.enabled", "false");
        settings.put("estafet.webhook.app-secrets", "s");
        return Replica.start("attacked", "512m", settings).awaitReady();
    }

    private static Bystander neighbour() {
        return Bystander.of(
                Bystander.call(replica.port(), "/v1/messages")
                        .header("authorization", "Bearer demo")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(MESSAGE)),
                202);
    }

    /** The largest heap in use while the attack goes on, in bytes. */
    private double watchHeap() {
        double[] largest = {0};
        long end = System.nanoTime() + TIME.toNanos();
        await().pollInterval(Duration.ofMillis(500))
                .atMost(TIME.plusSeconds(20))
                .until(() -> {
                    largest[0] = Math.max(largest[0], replica.metric("jvm_memory_used_bytes{area=\"heap\""));
                    return System.nanoTime() > end;
                });
        return largest[0];
    }

    private static void report(Attack.Kind kind, Bystander neighbour, Bystander live, Bystander ready, double heap) {
        System.out.printf(
                "%s, %d connections, %d s: neighbour p99 %d ms of %d calls, live %d ms, ready %d ms, heap %.0f MB%n",
                kind,
                CONNECTIONS,
                TIME.toSeconds(),
                neighbour.p99().toMillis(),
                neighbour.count(),
                live.p99().toMillis(),
                ready.p99().toMillis(),
                heap / 1e6);
    }

    private static void put(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = Bystander.call(replica.port(), path)
                .header("authorization", "Bearer demo")
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(List.of(200, 201)).as(answer.body()).contains(answer.statusCode());
    }
}
