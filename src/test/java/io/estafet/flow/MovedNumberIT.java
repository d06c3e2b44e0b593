package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.estafet.directory.Registration;
import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.directory.TemplateBook;
import io.estafet.directory.TemplateDraft;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.redis.Keys;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsAppTestBase;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A number is moved to another account while a message is under way, and the answer is that its template is paused. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class MovedNumberIT extends WhatsAppTestBase {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String PAUSED =
            "{\"error\":{\"code\":132015,\"message\":\"(#132015) Template is Paused\",\"type\":\"OAuthException\"}}";

    @Inject
    World world;

    @Inject
    Registry registry;

    @Inject
    TemplateBook templates;

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private HttpServer api;

    @BeforeEach
    void startApi() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setExecutor(workers);
        api.createContext("/", this::refuseWhenTold);
        api.start();
    }

    @AfterEach
    void stopApi() {
        answer.countDown();
        api.stop(0);
        workers.shutdownNow();
    }

    @Test
    void thePauseIsOfTheAccountUnderWhichItWasSentAndHoldsWhatWasAcceptedThere() throws Exception {
        // Given a request that waits for its answer
        World.Number number = world.number(whatsApp, -1, 80);
        move(number, number.wabaId());
        List<String> people = world.agreeing(number.portfolio(), 3);
        MessageId first =
                world.accept(number, Category.UTILITY, people.subList(0, 1)).get(0);
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

        // When
        move(number, number.wabaId() + "-new");
        answer.countDown();

        // Then
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("held/template-paused", 1L)));
        Template paused = templates.find(key(number.wabaId())).orElseThrow();
        assertThat(paused.status()).isEqualTo(TemplateStatus.PAUSED);
        assertThat(paused.pausedUntil().orElseThrow()).isAfter(Instant.now().plus(Duration.ofMinutes(170)));
        assertThat(inRedis(number, number.wabaId())).startsWith("P");

        // And what was accepted under the old account waits as well, also after Redis was rebuilt
        world.accept(number, Category.UTILITY, people.subList(1, 2));
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("held/template-paused", 2L)));
        Redis.ask(Servers.redis(), "DEL " + Keys.of(number.portfolio()).ready());
        world.accept(number, Category.UTILITY, people.subList(2, 3));
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("held/template-paused", 3L)));
        assertThat(inRedis(number, number.wabaId())).startsWith("P");
        assertThat(requests).as("requests, the only one of " + first).hasValue(1);
    }

    @Test
    void whatWasSentUnderTheNewAccountPausesTheTemplateThere() throws Exception {
        // Given a message of the old account, which the number leaves before it is sent
        World.Number number = world.number(whatsApp, -1, 80);
        String fresh = number.wabaId() + "-new";
        move(number, number.wabaId());
        pause(number, fresh, true);
        world.accept(number, Category.UTILITY, world.agreeing(number.portfolio(), 1));
        Template approved = new Template(key(fresh), Category.UTILITY, TemplateStatus.APPROVED);
        World.await(registry.putTemplates(
                fresh, World.TENANT, List.of(new TemplateDraft(approved, "[]".getBytes(StandardCharsets.UTF_8)))));

        // When
        pause(number, fresh, false);
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        answer.countDown();

        // Then it waits for the end of the pause by itself
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("held/template-paused", 1L)));
        assertThat(templates.find(key(fresh)).orElseThrow().status()).isEqualTo(TemplateStatus.PAUSED);
        assertThat(templates.find(key(number.wabaId())).orElseThrow().status()).isEqualTo(TemplateStatus.APPROVED);
        assertThat(requests).hasValue(1);
    }

    @Test
    void theNextHolderOfAnAccountTakesItsTemplatesOver() {
        // Given
        World.Number number = world.number(whatsApp, -1, 80);
        World.Number other = world.number(whatsApp, -1, 80);
        move(number, number.wabaId() + "-new");

        // When
        move(other, number.wabaId());
        Template template = new Template(key(number.wabaId()), Category.UTILITY, TemplateStatus.APPROVED);

        // Then
        assertThat(World.await(registry.putTemplates(
                        number.wabaId(),
                        World.TENANT,
                        List.of(new TemplateDraft(template, "[]".getBytes(StandardCharsets.UTF_8))))))
                .isEqualTo(Registration.CHANGED);
        assertThat(inRedis(number, number.wabaId())).startsWith("A");
        assertThat(inRedis(other, number.wabaId())).startsWith("A");
    }

    private void refuseWhenTold(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        arrived.countDown();
        try {
            answer.await(4, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] body = PAUSED.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(400, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Its API is this test's server from then on. */
    private void move(World.Number number, String wabaId) {
        pause(number, wabaId, false);
    }

    private void pause(World.Number number, String wabaId, boolean paused) {
        URI url = URI.create("http://127.0.0.1:" + api.getAddress().getPort());
        Registration done = World.await(registry.putSender(number.sender(), World.TENANT, known -> {
            SenderDraft old = known.orElseThrow();
            return new SenderDraft(
                    old.portfolio(),
                    wabaId,
                    old.displayPhoneNumber(),
                    url,
                    Optional.empty(),
                    old.throughput(),
                    old.dailyLimit(),
                    paused,
                    old.webhooks());
        }));
        assertThat(done).isEqualTo(Registration.CHANGED);
    }

    private static TemplateKey key(String wabaId) {
        return new TemplateKey(wabaId, Category.UTILITY.word(), "en_US");
    }

    private static String inRedis(World.Number number, String wabaId) {
        return Redis.ask(
                Servers.redis(),
                "HGET " + Keys.of(number.portfolio()).templates() + " "
                        + key(wabaId).text());
    }
}
