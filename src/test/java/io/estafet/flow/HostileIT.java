package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.directory.Feedback;
import io.estafet.directory.Feedback.Refusal;
import io.estafet.directory.People;
import io.estafet.directory.Projection;
import io.estafet.message.Backoff;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.Reason;
import io.estafet.metrics.Meters;
import io.estafet.recipient.Address;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsApp;
import io.estafet.testing.World;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.vertx.redis.client.Command;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What should hold, and was suspected not to. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class HostileIT {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static WhatsApp whatsApp;

    @Inject
    World world;

    @Inject
    MeterRegistry meters;

    @Inject
    RedisLink redis;

    @Inject
    Projection projection;

    @Inject
    Feedback feedback;

    @Inject
    People people;

    @BeforeAll
    static void start() {
        whatsApp = WhatsApp.start();
    }

    @AfterAll
    static void stop() {
        whatsApp.close();
    }

    @Test
    void newNumbersAreNoDamage() {
        World.Number number = ready();
        double before = alarms();

        for (int i = 0; i < 30; i++) {
            world.number(whatsApp, number.portfolio(), 80, Optional.empty());
        }

        assertThat(alarms() - before).isZero();
    }

    /** A rebuild that began and died before it cleared Redis: its replica was killed, or Redis was silent just then. */
    @Test
    void anEpochThatGrewWithoutItsRebuildStopsNoNumber() throws SQLException {
        World.Number number = ready();
        execute("UPDATE portfolio_epoch SET epoch = epoch + 1 WHERE portfolio = '" + number.portfolio() + "'");

        world.accept(number, Category.UTILITY, world.agreeing(number.portfolio(), 1));

        await().atMost(BOUND)
                .untilAsserted(
                        () -> assertThat(World.states(number.sender())).isEqualTo(Map.of("sent", 2L)));
    }

    /** As another replica does that records 100 consents a second. */
    @Test
    void consentsLoadWhileAnotherReplicaWritesSome() throws SQLException {
        World.Number number = ready();
        execute("INSERT INTO consent (portfolio, person, marketing) SELECT '" + number.portfolio()
                + "', n, 1 FROM generate_series(100, 1000000) AS n");
        String revision = Keys.of(number.portfolio()).consentRevision();
        ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor();
        other.scheduleAtFixedRate(
                () -> World.await(
                        redis.send(Command.SET, revision, UUID.randomUUID().toString())),
                0,
                5,
                TimeUnit.MILLISECONDS);
        Instant start = Instant.now();
        try {
            projection.load(number.portfolio()).await().atMost(Duration.ofSeconds(120));
        } finally {
            other.shutdownNow();
            System.err.println("HOSTILE load ms=" + Duration.between(start, Instant.now()).toMillis());
        }
    }

    @Test
    void aThousandRefusedPeopleAreKnownInTime() {
        World.Number number = ready();
        List<String> phones = world.agreeing(number.portfolio(), 1_000);
        List<PersonId> persons = List.copyOf(World.await(people.resolve(
                        number.portfolio(), phones.stream().map(Address::phone).toList()))
                .values());
        Instant start = Instant.now();
        Backoff day = new Backoff(Duration.ofDays(1), 1, Duration.ofDays(1));
        World.await(Multi.createFrom()
                .iterable(persons)
                .onItem()
                .transformToUni(person -> feedback.personRefused(
                        number.portfolio(), person, new Refusal(Reason.MARKETING_LIMITED, day, start, start)))
                .merge(1_000)
                .collect()
                .last());
        long millis = Duration.between(start, Instant.now()).toMillis();
        System.err.println("HOSTILE refused ms=" + millis);
        assertThat(millis).isLessThan(1_000);
    }

    @Test
    void noServerThatIsAwayIsAnsweredWith500() {
        World.Number number = ready();
        Map<String, Integer> answers = new TreeMap<>();
        Servers.redis().suspend();
        try {
            ask(number, "redis", answers);
        } finally {
            Servers.redis().resume();
        }
        Servers.postgres().suspend();
        try {
            ask(number, "postgres", answers);
        } finally {
            Servers.postgres().resume();
        }
        System.err.println("HOSTILE answers " + answers);
        assertThat(answers).allSatisfy((call, status) -> assertThat(status).as(call).isNotEqualTo(500));
    }

    private static void ask(World.Number number, String away, Map<String, Integer> answers) {
        String sender = "/v1/senders/" + number.sender();
        String person = "/v1/recipients/+6281234567890?portfolio=" + number.portfolio();
        answers.put(away + " GET sender", call().get(sender).statusCode());
        answers.put(away + " PATCH sender", call().body("{\"paused\":true}").patch(sender).statusCode());
        answers.put(away + " GET portfolio", call().get("/v1/portfolios/" + number.portfolio()).statusCode());
        answers.put(away + " GET recipient", call().urlEncodingEnabled(false).get(person.replace("+", "%2B")).statusCode());
        answers.put(away + " PUT consents", call().body("[{\"portfolio\":\"" + number.portfolio()
                + "\",\"to\":\"+6281234567890\",\"category\":\"all\",\"status\":\"opted-out\",\"source\":\"t\",\"at\":\"2026-01-01T00:00:00Z\"}]")
                .put("/v1/consents").statusCode());
    }

    private static RequestSpecification call() {
        return RestAssured.given().header("Authorization", "Bearer demo").contentType(ContentType.JSON);
    }

    private World.Number ready() {
        World.Number number = world.number(whatsApp, -1, 80);
        world.accept(number, Category.UTILITY, world.agreeing(number.portfolio(), 1));
        await().atMost(BOUND)
                .until(() -> World.states(number.sender()).equals(Map.of("sent", 1L)));
        return number;
    }

    private double alarms() {
        return meters.find(Meters.QUEUE_DAMAGE).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = Servers.connect(Servers.postgres());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
