package io.estafet.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.directory.Registry;
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
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one refusal means for the messages behind it, the whole way: nothing of them leaves while it holds. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class RefusalsIT extends WhatsAppTestBase {

    /** A Redis that was wiped is rebuilt for the portfolios of all tests before, some at a time. */
    private static final Duration BOUND = Duration.ofSeconds(90);

    private static final String UNREACHABLE = "26";
    private static final String MARKETING_LIMITED = "49";

    @Inject
    World world;

    @Inject
    Registry registry;

    @TestHTTPResource("/webhooks/whatsapp")
    URI webhooks;

    @BeforeEach
    void listen() {
        behave(true);
        whatsApp.resetReport();
    }

    @Test
    void aPausedTemplateHoldsAllItsMessagesUntilItIsApprovedAgain() {
        // Given
        World.Number number = world.number(whatsApp, -1, 80);
        List<String> people = ordinary(number, 12);
        template(number, "PAUSED");

        // When
        List<MessageId> ids = world.accept(number, Category.UTILITY, people);
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("held/template-paused", 12L)));
        // The pause follows the messages by a moment, too.
        String learned = "HGET " + Keys.of(number.portfolio()).templates() + " "
                + number.template(Category.UTILITY).orElseThrow();
        await().atMost(BOUND).until(() -> Redis.ask(Servers.redis(), learned).startsWith("P"));
        long refused = whatsApp.report().get("received").asLong();
        Instant until = Instant.parse(given().auth()
                .oauth2("demo")
                .get("/v1/messages/" + ids.get(0))
                .path("until")
                .toString());

        // Then: each was tried at most once, and a message that comes now is not tried at all
        assertThat(refused).isBetween(1L, 12L);
        assertThat(until)
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(170)),
                        Instant.now().plus(Duration.ofHours(4)));
        world.accept(number, Category.UTILITY, people.subList(0, 1));
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("held/template-paused", 13L)));
        assertThat(whatsApp.report().get("received").asLong()).isEqualTo(refused);
        template(number, "APPROVED");
        approve(number);
        await().atMost(BOUND).until(() -> arrived(number) == 13);
    }

    @Test
    void nothingGoesToOneWhoCannotBeReachedUntilTheyWriteEvenWhenRedisForgets() {
        // Given
        World.Number number = world.number(whatsApp, -1, 80);
        String person = magic(number, UNREACHABLE);
        world.accept(number, Category.UTILITY, List.of(person));
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("failed/undeliverable", 1L)));
        awaitSuppressed(number);
        Map<String, Long> suppressed = Map.of("failed/undeliverable", 1L, "held/recipient-suppressed", 2L);

        // When
        List<MessageId> next = world.accept(number, Category.UTILITY, List.of(person, person));
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(suppressed));
        Servers.redis().kill();
        Servers.redis().wipe();
        Servers.redis().start();
        String other = ordinary(number, 1).get(0);
        world.accept(number, Category.UTILITY, List.of(other));

        // Then
        await().atMost(BOUND).until(() -> arrived(number) == 1);
        assertThat(whatsApp.report().get("received").asLong()).isEqualTo(2);
        assertThat(given().auth()
                        .oauth2("demo")
                        .get("/v1/messages/" + next.get(1))
                        .path("reason")
                        .toString())
                .isEqualTo("recipient-suppressed");
        behave(false);
        whatsApp.personWrites(person, number.sender().value());
        await().atMost(BOUND).until(() -> arrived(number) == 3);
    }

    @Test
    void marketingWaitsWhereWhatsAppLimitsItAndTheRestGoes() {
        // Given
        World.Number number = world.number(whatsApp, -1, 80);
        String person = magic(number, MARKETING_LIMITED);
        world.accept(number, Category.MARKETING, List.of(person));
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("held/marketing-limited", 1L)));
        awaitSuppressed(number);

        // When
        world.accept(number, Category.MARKETING, List.of(person, person));
        world.accept(number, Category.UTILITY, List.of(person));

        // Then
        await().atMost(BOUND).untilAsserted(() -> {
            assertThat(World.states(number.sender())).containsEntry("held/marketing-limited", 3L);
            assertThat(arrived(number)).as("arrived").isEqualTo(1);
        });
        assertThat(world.untils(number.sender()))
                .allMatch(until -> until.isAfter(Instant.now().plus(Duration.ofHours(23))));
        assertThat(whatsApp.report().get("received").asLong()).isEqualTo(2);
    }

    @Test
    void whatWaitsForTheLimitGoesWhenItsPersonWrites() {
        // Given
        behave(false);
        World.Number number = world.number(whatsApp, 1, 80);
        List<String> people = ordinary(number, 4);
        world.accept(number, Category.UTILITY, people.subList(0, 1));
        await().atMost(BOUND).until(() -> arrived(number) == 1);
        world.accept(number, Category.UTILITY, people);
        await().atMost(BOUND).until(() -> arrived(number) == 2 && held(number) == 3);

        // When
        whatsApp.personWrites(people.get(2), number.sender().value());

        // Then
        await().atMost(BOUND).until(() -> arrived(number) == 3 && held(number) == 2);
        assertThat(given().auth()
                        .oauth2("demo")
                        .get("/v1/portfolios/" + number.portfolio())
                        .path("used")
                        .toString())
                .isEqualTo("1");
        FlowIT.assertClean(whatsApp.report());
    }

    @Test
    void whatWaitsForItsNumbersOwnLimitGoesToo() {
        // Given
        behave(false);
        World.Number sibling = world.number(whatsApp, 250, 80);
        World.Number number = world.number(whatsApp, sibling.portfolio(), 80, Optional.of(1L));
        List<String> people = ordinary(number, 3);
        world.accept(number, Category.UTILITY, people.subList(0, 1));
        await().atMost(BOUND).until(() -> arrived(number) == 1);
        world.accept(number, Category.UTILITY, people.subList(1, 3));
        await().atMost(BOUND).until(() -> World.states(number.sender()).getOrDefault("held/daily-limit", 0L) == 2);

        // When
        whatsApp.personWrites(people.get(2), number.sender().value());

        // Then
        await().atMost(BOUND)
                .until(() -> World.states(number.sender()).getOrDefault("held/daily-limit", 0L) == 1
                        && arrived(number) == 2);
        FlowIT.assertClean(whatsApp.report());
    }

    /** The lesson follows the message by a moment; one is the mark, the other the person. */
    private static void awaitSuppressed(World.Number number) {
        String learned = "ZCARD " + Keys.of(number.portfolio()).suppressed();
        await().atMost(BOUND).until(() -> Redis.ask(Servers.redis(), learned).equals(":2"));
    }

    private static long held(World.Number number) {
        return World.states(number.sender()).getOrDefault("held/messaging-limit", 0L);
    }

    private static long arrived(World.Number number) {
        Map<String, Long> states = World.states(number.sender());
        return Stream.of("sent", "delivered", "read")
                .mapToLong(state -> states.getOrDefault(state, 0L))
                .sum();
    }

    /** People whose number chooses no fate. */
    private List<String> ordinary(World.Number number, int count) {
        return Stream.generate(() -> world.agreeing(number.portfolio(), 100))
                .flatMap(List::stream)
                .filter(phone -> phone.matches(".*8[0-9]"))
                .limit(count)
                .toList();
    }

    private String magic(World.Number number, String ending) {
        return world.agreeing(number.portfolio(), 100).stream()
                .filter(phone -> phone.endsWith(ending))
                .findFirst()
                .orElseThrow();
    }

    /** As WhatsApp has it from now on. */
    private static void template(World.Number number, String status) {
        whatsApp.put("/templates", """
                {"wabaId":"%s","name":"utility","language":"en_US","category":"UTILITY","status":"%s",
                 "parameterCount":1}""".formatted(number.wabaId(), status));
    }

    private void approve(World.Number number) {
        TemplateKey key = new TemplateKey(number.wabaId(), "utility", "en_US");
        World.await(registry.putTemplates(
                number.wabaId(),
                World.TENANT,
                List.of(new TemplateDraft(
                        new Template(key, Category.UTILITY, TemplateStatus.APPROVED),
                        "[]".getBytes(StandardCharsets.UTF_8)))));
    }

    private void behave(boolean magic) {
        whatsApp.behave("{\"magic\":%s,\"webhook\":{\"url\":\"%s\",\"appSecret\":\"%s\"}}"
                .formatted(magic, webhooks, ServersResource.WEBHOOK_SECRET));
    }
}
