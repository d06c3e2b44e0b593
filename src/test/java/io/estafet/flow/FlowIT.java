package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.message.Category;
import io.estafet.redis.Keys;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsAppTestBase;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way of a message, in one replica: from the journal to the simulator and back. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class FlowIT extends WhatsAppTestBase {

    private static final Duration BOUND = Duration.ofSeconds(30);
    /** One round of the journal scan, at 20 portfolios a second, over those that the tests before have made. */
    private static final Duration SCANNED = Duration.ofSeconds(120);

    @Inject
    World world;

    @BeforeEach
    void ordinaryPeople() {
        whatsApp.behave("{\"magic\":false}");
        whatsApp.resetReport();
    }

    @Test
    void sendsEachMessageOnceAndBreaksNoRule() {
        // Given
        World.Number number = world.number(whatsApp, -1, 1_000);
        List<String> people = world.agreeing(number.portfolio(), 500);

        // When
        world.accept(number, Category.UTILITY, people);

        // Then
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("sent", 500L)));
        assertThat(whatsApp.report().get("accepted").asLong()).isEqualTo(500);
        assertClean(whatsApp.report());
    }

    @Test
    void rejectsWhatNobodyAgreedToAndFreeFormOutsideTheWindow() {
        // Given
        World.Number number = world.number(whatsApp, -1, 80);
        List<String> agreeing = world.agreeing(number.portfolio(), 1);
        List<String> strangers = world.strangers(1);

        // When
        world.accept(number, Category.MARKETING, strangers);
        world.accept(number, Category.SERVICE, agreeing);

        // Then
        await().atMost(BOUND)
                .until(() -> World.states(number.sender())
                        .equals(Map.of("rejected/no-consent", 1L, "rejected/window-closed", 1L)));
        assertThat(whatsApp.report().get("received").asLong()).isZero();
    }

    @Test
    void holdsBeyondTheMessagingLimit() {
        // Given
        World.Number number = world.number(whatsApp, 20, 1_000);
        List<String> people = world.agreeing(number.portfolio(), 50);

        // When
        world.accept(number, Category.MARKETING, people);

        // Then
        await().atMost(BOUND)
                .until(() -> World.states(number.sender()).equals(Map.of("sent", 20L, "held/messaging-limit", 30L)));
        assertClean(whatsApp.report());
    }

    @Test
    void findsAWaitingMessageThatTheQueueLost() {
        // Given: messages that the sweep has passed already
        World.Number number = world.number(whatsApp, -1, 2);
        world.accept(number, Category.UTILITY, world.agreeing(number.portfolio(), 30));
        await().atMost(BOUND).until(() -> sent(number) >= 12);
        Keys keys = Keys.of(number.portfolio());
        // The queue's own last: a number that is new may be loaded from the journal, in the order of ids.
        String lost = Redis.ask(Servers.redis(), "LINDEX " + keys.lane(number.sender(), Category.UTILITY) + " -1");

        // When
        String removed = Redis.ask(Servers.redis(), "HDEL " + keys.entry() + " " + lost);

        // Then
        assertThat(removed).isEqualTo(":1");
        await().atMost(SCANNED).until(() -> World.states(number.sender()).equals(Map.of("sent", 30L)));
        assertThat(whatsApp.report().get("accepted").asLong()).isEqualTo(30);
        assertClean(whatsApp.report());
    }

    @Test
    void sendsNobodyAMessageOnAConsentThatRedisShouldNotHaveAnyMore() {
        // Given: several, because the projection to Redis may win the race with a number's next take
        List<World.Number> numbers =
                Stream.generate(() -> world.number(whatsApp, -1, 50)).limit(8).toList();
        // The first must not be through before the last has begun.
        Map<World.Number, List<String>> people = new LinkedHashMap<>();
        numbers.forEach(number -> people.put(number, world.agreeing(number.portfolio(), 500)));
        people.forEach((number, agreed) -> world.accept(number, Category.MARKETING, agreed));
        await().atMost(BOUND).until(() -> numbers.stream().allMatch(number -> sent(number) >= 10));

        // When: as after a Redis that was away while everybody opted out
        Map<World.Number, Instant> takenBack = new LinkedHashMap<>();
        numbers.forEach(number -> takenBack.put(number, world.takeBackUntoldToRedis(number.portfolio())));

        // Then
        Set<String> ends = Set.of("sent", "rejected/opted-out");
        takenBack.forEach((number, at) -> {
            await().atMost(BOUND)
                    .until(() -> World.states(number.sender()).keySet().equals(ends));
            assertThat(World.rightsSince(number.sender(), at)).isZero();
        });
    }

    private static long sent(World.Number number) {
        return World.states(number.sender()).getOrDefault("sent", 0L);
    }

    static void assertClean(JsonNode report) {
        assertThat(report.get("duplicates").asLong()).as("duplicates").isZero();
        report.get("violations")
                .properties()
                .forEach(violation -> assertThat(violation.getValue().asLong())
                        .as(violation.getKey())
                        .isZero());
    }
}
