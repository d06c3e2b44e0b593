package io.estafet.upgrade;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.testing.Replica;
import io.estafet.testing.WhatsApp;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * This version starts on a Redis and a PostgreSQL that {@link FixtureGenerator} filled by the version before, and goes
 * on where that was killed. Each message's reference says what it is there for.
 */
class UpgradeIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** The messages that the version before has left, by reference, state and reason. */
    private static final Map<String, Long> BEFORE = table("""
            repeated delivered
            delivered delivered 2
            read read
            sent sent
            told sent
            failed failed/undeliverable
            rejected rejected/no-consent
            closed rejected/window-closed
            free-form delivered
            fallback delivered
            erased delivered
            suppressed held/recipient-suppressed
            full delivered 3
            capped delivered 2
            beyond-limit held/messaging-limit 2
            beyond-cap held/daily-limit 2
            writer held/messaging-limit
            marketing-limited held/marketing-limited
            broken held/template-paused
            behind-broken held/template-paused
            unpaid held/payment-required
            scheduled held/scheduled
            soon held/scheduled
            cancelled cancelled
            unknown unknown
            unknown-told unknown
            sending sending
            sending-told sending
            leased queued 3
            slow sent 2
            slow queued 6
            expired expired/expired
            expiring queued
            paused queued
            paused-free-form queued
            paused-fallback queued
            leaving queued
            coming queued
            """);

    /** Once this version has done what it may. */
    private static final Map<String, Long> AFTER = changed(BEFORE, """
            told delivered
            unknown-told delivered
            sending unknown
            sending-told delivered
            beyond-cap sent
            beyond-cap held/daily-limit
            writer sent
            soon sent
            leased sent 3
            slow sent 5
            slow held/messaging-limit 3
            expiring expired/expired
            taken sent 2
            listed sent 2
            """);

    /** A pause is known to Redis only. Without it WhatsApp is asked again, and this one has no objection. */
    private static final Map<String, Long> AFTER_WITHOUT_PAUSES = changed(AFTER, "unpaid sent");

    /** Once the paused number is not paused any more. */
    private static final String UNPAUSED = """
            paused sent
            paused-free-form sent
            paused-fallback sent
            leaving rejected/opted-out
            coming sent
            """;

    private WhatsApp whatsApp;
    private Fixture fixture;

    @BeforeEach
    void ordinaryWhatsApp() {
        whatsApp = WhatsApp.start();
        Business.tell(whatsApp);
        fixture = Fixture.saved().now(whatsApp.baseUrl());
    }

    @AfterEach
    void stopWhatsApp() {
        whatsApp.close();
    }

    @Test
    void goesOnWhereTheVersionBeforeWasKilled() throws SQLException {
        try (FilledServers servers = new FilledServers("upgrade_as_left", fixture)) {
            List<String> epochs = epochs(servers);

            String output = goesOn(servers, AFTER);

            assertThat(epochs(servers)).isEqualTo(epochs);
            assertThat(output).doesNotContain("portfolio rebuilt");
        }
    }

    /** As after an upgrade in which Redis was lost, too. Its public list is in no journal. */
    @Test
    void rebuildsRedisFromTheJournalOfTheVersionBefore() throws SQLException {
        String shared = fixture.redis()
                .lines()
                .filter(command -> command.contains("estafet:intake"))
                .collect(Collectors.joining("\n"));
        try (FilledServers servers =
                new FilledServers("upgrade_redis_lost", new Fixture(fixture.taken(), fixture.postgres(), shared))) {

            String output = goesOn(servers, AFTER_WITHOUT_PAUSES);

            assertThat(output).contains("portfolio rebuilt");
        }
    }

    /**
     * Answers what the program has logged.
     *
     * @param states of the messages, once the program has done what it may
     */
    private String goesOn(FilledServers servers, Map<String, Long> states) {
        Map<String, String> before = messages(servers);
        assertThat(counted(before)).isEqualTo(BEFORE);
        tellOfWindow(servers);
        try (Replica replica = Replica.start("after", servers.settings()).awaitReady()) {
            Api api = new Api(replica);

            awaitStates(servers, states);
            assertCounted(api);
            assertLearned(servers, api);
            assertThat(api.send(Business.repeated(), Business.REPEATED_KEY)).isEqualTo(idOf("repeated", before));

            api.change(Business.PAUSED, "paused", false);
            awaitStates(servers, changed(states, UNPAUSED));
            assertSentOnce(before, messages(servers));
            assertThat(replica.output()).doesNotContain(" in Redis and rebuilt: ");
            return replica.output();
        }
    }

    /** This simulator has not seen how the window opened that the version before knows of. */
    private void tellOfWindow(FilledServers servers) {
        servers.texts("SELECT address FROM message WHERE reference = 'paused-free-form'")
                .forEach(person -> whatsApp.personWrites(person, Business.PAUSED.id()));
    }

    private static void awaitStates(FilledServers servers, Map<String, Long> states) {
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(counted(messages(servers))).isEqualTo(states));
    }

    /** The limits hold whom the version before has counted. */
    private static void assertCounted(Api api) {
        assertThat(used(api, "portfolios/" + Business.TIGHT)).isEqualTo(Business.TIGHT_LIMIT);
        assertThat(used(api, "portfolios/" + Business.FULL)).isEqualTo(Business.FULL_LIMIT);
        assertThat(used(api, "senders/" + Business.CAPPED.id())).isEqualTo(Business.LATE_DAILY_LIMIT);
    }

    private static int used(Api api, String what) {
        return api.get("/v1/" + what).path("used");
    }

    /** What the version before was told, and could not pass on or work on any more. */
    private static void assertLearned(FilledServers servers, Api api) {
        await().atMost(BOUND).untilAsserted(() -> {
            assertThat(servers.texts("SELECT id FROM projection_outbox WHERE projected_at IS NULL"))
                    .isEmpty();
            assertThat(servers.texts("SELECT id FROM webhook")).isEmpty();
        });
        String erased = "/v1/consents/" + Business.ERASED_PERSON + "?portfolio=" + Business.OPEN;
        assertThat(api.get(erased).<String>path("marketing")).isEqualTo("opted-out");
    }

    /** What is sent now and was not before has arrived once, and nothing else has left. */
    private void assertSentOnce(Map<String, String> before, Map<String, String> after) {
        Map<String, Long> expected = new HashMap<>();
        after.forEach((id, state) -> {
            if (state.endsWith(" sent") && !state.equals(before.get(id))) {
                expected.put(id, 1L);
            }
        });
        Map<String, Long> requests = whatsApp.log().stream()
                .map(line -> line.path("callback").asText())
                .collect(groupingBy(callback -> callback.replaceFirst("\\.[0-9]+$", ""), counting()));
        assertThat(requests).isEqualTo(expected);
        JsonNode violations = whatsApp.report().get("violations");
        assertThat(violations.properties())
                .allSatisfy(rule ->
                        assertThat(rule.getValue().asLong()).as(rule.getKey()).isZero());
    }

    private static String idOf(String reference, Map<String, String> messages) {
        return messages.entrySet().stream()
                .filter(message -> message.getValue().startsWith(reference + " "))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Reference, state and reason by id. An erased person's message has lost its reference. */
    private static Map<String, String> messages(FilledServers servers) {
        String rows = "SELECT concat_ws(' ', id, coalesce(reference, 'erased'), state, reason) FROM message";
        return servers.texts(rows).stream()
                .map(row -> row.split(" "))
                .collect(Collectors.toMap(row -> row[0], UpgradeIT::words));
    }

    private static String words(String[] row) {
        String state = row[1] + " " + State.ofCode(Integer.parseInt(row[2])).word();
        return row.length == 3 ? state : state + "/" + Reason.values()[Integer.parseInt(row[3])].word();
    }

    private static Map<String, Long> counted(Map<String, String> messages) {
        return messages.values().stream().collect(groupingBy(state -> state, TreeMap::new, counting()));
    }

    /** Raised by each rebuild. */
    private static List<String> epochs(FilledServers servers) {
        return servers.texts("SELECT concat_ws(' ', portfolio, epoch) FROM portfolio_epoch ORDER BY 1");
    }

    private static Map<String, Long> table(String lines) {
        Map<String, Long> table = new TreeMap<>();
        lines.lines()
                .map(line -> line.split(" "))
                .forEach(line -> table.put(line[0] + " " + line[1], line.length == 2 ? 1L : Long.parseLong(line[2])));
        return table;
    }

    /** The table with other rows for the references that the lines name. */
    private static Map<String, Long> changed(Map<String, Long> table, String lines) {
        Map<String, Long> changes = table(lines);
        List<String> references =
                changes.keySet().stream().map(UpgradeIT::reference).toList();
        Map<String, Long> changed = new TreeMap<>(changes);
        table.forEach((state, count) -> {
            if (!references.contains(reference(state))) {
                changed.put(state, count);
            }
        });
        return changed;
    }

    private static String reference(String state) {
        return state.substring(0, state.indexOf(' '));
    }
}
