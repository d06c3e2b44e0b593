package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.message.Category;
import io.estafet.testing.IntakeOnly;
import io.estafet.testing.Replica;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsApp;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The promised figures that are times, measured on the packaged program. */
@QuarkusTest
@Tag("figures")
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class FiguresIT {

    private static final Pattern START = Pattern.compile("start senderId=(\\S+) nanos=(\\d+)");
    private static WhatsApp whatsApp;

    @Inject
    World world;

    @BeforeAll
    static void start() {
        whatsApp = WhatsApp.start();
        whatsApp.behave("{\"magic\":false}");
    }

    @AfterAll
    static void stop() {
        whatsApp.close();
    }

    @BeforeEach
    void reset() {
        whatsApp.resetReport();
    }

    @Test
    void keepsThePaceOfANumber() {
        // Given
        Map<String, String> logged = Map.of("quarkus.log.category.\"io.estafet.dispatch.Attempts\".level", "DEBUG");
        try (Replica replica = Replica.start("pace", logged).awaitReady()) {
            World.Number number = world.number(whatsApp, -1, 80);
            List<String> people = world.agreeing(number.portfolio(), 10_000);

            // When
            world.accept(number, Category.UTILITY, people);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> starts(replica, number).size() > 35 * 80);

            // Then
            List<Long> starts = starts(replica, number);
            long from = starts.get(80);
            long within = starts.stream()
                    .filter(at -> at >= from && at < from + 30_000_000_000L)
                    .count();
            int mostAtSocket = mostInASecond(starts, 1_000_000_000L);
            long peak = whatsApp.report()
                    .get("peakPerSecond")
                    .path(number.sender().value())
                    .asLong();
            System.out.printf(
                    "pace: %.4f of 80/s, at our socket %d, at the simulator %d%n",
                    within / 30.0 / 80, mostAtSocket, peak);
            assertThat(within / 30.0).isGreaterThanOrEqualTo(0.97 * 80);
            assertThat(mostAtSocket).isLessThanOrEqualTo(80);
            assertThat(peak).isLessThanOrEqualTo(82);
            assertThat(whatsApp.report().get("errors").has("130429")).isFalse();
            FlowIT.assertClean(whatsApp.report());
        }
    }

    @Test
    void leavesOthersAloneWhenANumberHoldsAHundredThousand() {
        // Given
        try (Replica dispatching = Replica.start("isolation", Map.of()).awaitReady()) {
            World.Number free = world.number(whatsApp, -1, 200);
            double alone = rate(free, world.agreeing(free.portfolio(), 4_000));
            World.Number full = world.number(whatsApp, 1, 1_000);
            List<String> waiting = world.agreeing(full.portfolio(), 100_000);
            for (int i = 0; i < waiting.size(); i += 10_000) {
                world.accept(full, Category.MARKETING, waiting.subList(i, i + 10_000));
            }
            await().atMost(Duration.ofSeconds(180))
                    .until(() -> World.states(full.sender()).getOrDefault("held/messaging-limit", 0L) == 99_999L);

            // When
            double beside = rate(free, world.agreeing(free.portfolio(), 4_000));

            // Then
            System.out.printf("isolation: alone %.1f/s, beside 100,000 held %.1f/s%n", alone, beside);
            assertThat(beside).isGreaterThanOrEqualTo(0.9 * alone);
        }
    }

    /** Messages per second of a number, from its first to its last start of a batch. */
    private double rate(World.Number number, List<String> people) {
        long before = World.states(number.sender()).getOrDefault("sent", 0L);
        long began = System.nanoTime();
        world.accept(number, Category.UTILITY, people);
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(90))
                .until(() -> World.states(number.sender()).getOrDefault("sent", 0L) == before + people.size());
        return people.size() / ((System.nanoTime() - began) / 1e9);
    }

    private static List<Long> starts(Replica replica, World.Number number) {
        List<Long> starts = new ArrayList<>();
        Matcher matcher = START.matcher(replica.output());
        while (matcher.find()) {
            if (matcher.group(1).equals(number.sender().value())) {
                starts.add(Long.parseLong(matcher.group(2)));
            }
        }
        return starts;
    }

    private static int mostInASecond(List<Long> starts, long second) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < starts.size(); last++) {
            while (starts.get(last) - starts.get(first) >= second) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
