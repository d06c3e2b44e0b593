package io.estafet.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.admission.Pauses;
import io.estafet.message.Category;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator sees of messages that went, wait, failed and were never answered. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class MetricsIT extends WhatsAppTestBase {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    World world;

    @Inject
    Pauses pauses;

    @Inject
    InstantSource clock;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @TestHTTPResource("/webhooks/whatsapp")
    URI webhooks;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "estafet_messages_accepted_total|sender,category",
                "estafet_messages_total|sender,category,state,reason",
                "estafet_queue_messages|sender,category,state",
                "estafet_queue_oldest_seconds|sender,category",
                "estafet_dispatch_latency_seconds_bucket|category,le",
                "estafet_api_request_seconds_bucket|sender,outcome,le",
                "estafet_api_errors_total|sender,code",
                "estafet_inflight|sender",
                "estafet_inflight_limit|sender",
                "estafet_limit_recipients|portfolio",
                "estafet_limit_recipients_used|portfolio",
                "estafet_pauses|sender,reason",
                "estafet_unknown_messages|sender",
                "estafet_webhook_events_total|kind,result",
                "estafet_webhook_lag_seconds_count|",
                "estafet_journal_lag_seconds|",
                "estafet_leases_recovered_total|",
                "estafet_intake_refused_total|source,code"
            })
    void everyPromisedMeterIsThereWithItsLabels(String name, String labels) {
        // Given
        drivenOnce();

        // Then: what all replicas share is read by and by
        List<String> expected = labels == null ? List.of() : List.of(labels.split(","));
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(series(name))
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(labelsOf(line)).containsExactlyInAnyOrderElementsOf(expected)));
    }

    /** Clients without a name share their gauges, and the registry takes only those of the first. */
    @Test
    void eachClientHasGaugesOfItsOwn() {
        assertThat(series("http_client_queue_size"))
                .map(line -> line.replaceFirst(".*clientName=\"([^\"]*)\".*", "$1"))
                .contains("cloud-api", "cloud-api-plain", "graph")
                .doesNotContain("<default>");
    }

    @Test
    void whatWaitsForTheLimitIsHeldAndTheLimitIsUsed() {
        // Given
        World.Number number = drivenOnce().limited();
        String sender = number.sender().value();
        String portfolio = "portfolio=\"" + number.portfolio() + "\"";

        // Then
        await().atMost(BOUND).untilAsserted(() -> {
            assertThat(value("estafet_queue_messages", sender(sender), "state=\"held\""))
                    .hasValue(10);
            assertThat(value("estafet_queue_messages", sender(sender), "state=\"sending\""))
                    .hasValue(0);
            assertThat(value("estafet_limit_recipients", portfolio)).hasValue(20);
            assertThat(value("estafet_limit_recipients_used", portfolio)).hasValue(20);
        });
    }

    @Test
    void aPausedNumberShowsItsPauseItsQueueAndTheAgeOfItsHead() {
        // Given
        String sender = drivenOnce().paused().sender().value();

        // Then
        await().atMost(BOUND).untilAsserted(() -> {
            assertThat(value("estafet_pauses", sender(sender), "reason=\"quality\""))
                    .hasValue(1);
            assertThat(value("estafet_queue_messages", sender(sender), "category=\"utility\"", "state=\"queued\""))
                    .hasValue(5);
            assertThat(value("estafet_queue_oldest_seconds", sender(sender), "category=\"utility\"")
                            .orElseThrow())
                    .isBetween(0.1, 120.0);
            assertThat(value("estafet_queue_oldest_seconds", sender(sender), "category=\"marketing\""))
                    .hasValue(0);
        });
    }

    @Test
    void whatWasNeverAnsweredIsUnknownAndNothingIsLeftToJournal() {
        // Given
        String sender = drivenOnce().unanswered().sender().value();

        // Then
        await().atMost(BOUND).untilAsserted(() -> {
            assertThat(value("estafet_unknown_messages", sender(sender))).hasValue(3);
            assertThat(value("estafet_journal_lag_seconds")).hasValue(0);
        });
    }

    @Test
    void theJournalLagsWhileAnOutcomeCannotBeWritten() {
        // Given a request that is answered when PostgreSQL has gone
        drivenOnce();
        World.Number number = number(-1);
        whatsApp.behave("""
                {"magic":false,"faults":[
                 {"kind":"slow","share":1,"millis":3000,"phoneNumberId":"%s"}]}""".formatted(number.sender()));
        accept(number, Category.UTILITY, 1, new ArrayList<>());
        // This number's own request: others may still be on their way.
        String received = "/perSender/" + number.sender() + "/received";
        await().atMost(BOUND).until(() -> whatsApp.report().at(received).asLong() == 1);

        // When
        Servers.postgres().suspend();
        try {
            // Then
            await().atMost(BOUND).until(() -> lag() > 0.5);
        } finally {
            Servers.postgres().resume();
        }
        await().atMost(BOUND).until(() -> lag() == 0);
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("sent", 1L)));
    }

    private double lag() {
        return value("estafet_journal_lag_seconds").orElseThrow();
    }

    @Test
    void noLabelHoldsAPerson() {
        // Given
        List<String> people = drivenOnce().people();

        // Then
        String all = scrape();
        assertThat(people).isNotEmpty().noneMatch(phone -> all.contains(phone.substring(1)));
    }

    /** Three numbers: one at its limit, one paused, one whose answers get lost. */
    private record Driven(World.Number limited, World.Number paused, World.Number unanswered, List<String> people) {}

    private static Driven driven;

    private synchronized Driven drivenOnce() {
        if (driven == null) {
            driven = drive();
        }
        return driven;
    }

    private Driven drive() {
        List<String> people = new ArrayList<>();
        whatsApp.behave("{\"magic\":false,\"webhook\":{\"url\":\"%s\",\"appSecret\":\"%s\"}}"
                .formatted(webhooks, ServersResource.WEBHOOK_SECRET));
        World.Number limited = number(20);
        accept(limited, Category.MARKETING, 30, people);
        await().atMost(BOUND).until(() -> heard(limited.sender()) == 20);
        // From now on statuses are silent: what gets lost stays lost.
        World.Number unanswered = number(-1);
        World.Number refused = number(-1);
        String settings = """
                {"magic":false,"faults":[{"kind":"reset-after","share":1,"phoneNumberId":"%s"}],
                 "errors":[{"code":131026,"share":1,"phoneNumberId":"%s"}]}""";
        whatsApp.behave(settings.formatted(unanswered.sender(), refused.sender()));
        accept(unanswered, Category.UTILITY, 3, people);
        accept(refused, Category.UTILITY, 1, people);
        await().atMost(BOUND).until(() -> World.states(unanswered.sender()).equals(Map.of("unknown", 3L)));
        await().atMost(BOUND).until(() -> World.states(refused.sender()).containsKey("failed/undeliverable"));
        World.Number paused = number(-1);
        World.await(pauses.pause(
                paused.portfolio(),
                paused.sender(),
                Reason.QUALITY,
                clock.instant(),
                clock.instant().plus(Duration.ofHours(1))));
        accept(paused, Category.UTILITY, 5, people);
        post(refused.sender(), people.get(0));
        return new Driven(limited, paused, unanswered, people);
    }

    /** A new portfolio's keys are emptied and rebuilt once; a pause set before would be gone. */
    private World.Number number(long limit) {
        World.Number number = world.number(whatsApp, limit, 1_000);
        String ready = "EXISTS e:{" + number.portfolio() + "}:ready";
        await().atMost(BOUND).until(() -> Redis.ask(Servers.redis(), ready).equals(":1"));
        return number;
    }

    private void accept(World.Number number, Category category, int count, List<String> people) {
        List<String> some = world.agreeing(number.portfolio(), count);
        people.addAll(some);
        world.accept(number, category, some);
    }

    private static void post(SenderId sender, String phone) {
        given().header("Authorization", "Bearer demo")
                .contentType("application/json")
                .body("{\"sender\":\"%s\",\"to\":\"%s\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"hi\"}}}"
                        .formatted(sender, phone))
                .post("/v1/messages")
                .then()
                .statusCode(202);
    }

    /** Messages that a status has told of. */
    private static long heard(SenderId sender) {
        Map<String, Long> states = World.states(sender);
        return states.getOrDefault("delivered", 0L) + states.getOrDefault("read", 0L);
    }

    private OptionalDouble value(String name, String... labels) {
        return series(name).stream()
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum);
    }

    private List<String> series(String name) {
        return scrape().lines().filter(line -> line.matches(name + "[ {].*")).toList();
    }

    private static String sender(String id) {
        return "sender=\"" + id + "\"";
    }

    private static List<String> labelsOf(String line) {
        return Pattern.compile("(\\w+)=\"")
                .matcher(line)
                .results()
                .map(label -> label.group(1))
                .toList();
    }

    private String scrape() {
        return given().get(metrics).then().statusCode(200).extract().asString();
    }
}
