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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daily limit holds over two replicas of the packaged program, whose clocks move a day on. */
@QuarkusTest
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class DailyLimitIT {

    private static final Duration DAY = Duration.ofDays(1);

    @Inject
    World world;

    private WhatsApp whatsApp;
    private Path clock;
    private List<Replica> replicas;

    @BeforeEach
    void start() throws IOException {
        whatsApp = WhatsApp.start();
        whatsApp.behave("{\"magic\":false}");
        clock = Files.createTempFile(Path.of("target"), "clock", ".txt").toAbsolutePath();
        Files.writeString(clock, "0");
        Map<String, String> settings = Map.of("estafet.clock.offset-file", clock.toString());
        replicas = List.of(Replica.start("limit0", settings), Replica.start("limit1", settings));
        replicas.forEach(Replica::awaitReady);
    }

    @AfterEach
    void stop() {
        replicas.forEach(Replica::close);
        whatsApp.close();
    }

    @Test
    void sendsExactlyTheLimitFromTwoReplicasAndTheNextAfterADay() throws IOException {
        // Given
        World.Number number = world.number(whatsApp, 250, 1_000);
        List<String> people = world.agreeing(number.portfolio(), 1_000);
        Instant before = Instant.now();

        // When
        world.accept(number, Category.MARKETING, people);

        // Then
        await().atMost(Duration.ofSeconds(60))
                .until(() -> World.states(number.sender()).equals(Map.of("sent", 250L, "held/messaging-limit", 750L)));
        assertThat(world.untils(number.sender()))
                .hasSize(750)
                .allSatisfy(until -> assertThat(until).isAfterOrEqualTo(before.plus(DAY)));
        assertThat(world.untils(number.sender()).stream()
                        .filter(until -> until.isBefore(before.plus(DAY.multipliedBy(2))))
                        .count())
                .as("those whose turn is the first day's")
                .isEqualTo(250);

        // When: a day later
        long offset = DAY.plusSeconds(1).toMillis();
        whatsApp.clock(offset);
        Files.writeString(clock, Long.toString(offset));

        // Then
        await().atMost(Duration.ofSeconds(90))
                .until(() -> World.states(number.sender()).equals(Map.of("sent", 500L, "held/messaging-limit", 500L)));
        FlowIT.assertClean(whatsApp.report());
    }
}
