package io.estafet.upgrade;

import static io.estafet.upgrade.Business.template;
import static io.estafet.upgrade.Business.text;
import static io.estafet.upgrade.Business.with;
import static org.awaitility.Awaitility.await;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.testing.Redis;
import io.estafet.testing.Replica;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsApp;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills a Redis and a PostgreSQL through the public API of an older program, breaks that program off with work of every
 * kind under way, and saves what it left as the {@link Fixture} of {@link UpgradeIT}. A program to run by hand, not a
 * test:
 *
 * <pre>
 * git worktree add --detach ../before (commit)
 * mvn -f ../before package -DskipTests
 * mvn test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.estafet.upgrade.FixtureGenerator \
 *     -Destafet.jar=../before/target/quarkus-app/quarkus-run.jar
 * </pre>
 *
 * <p>A message's {@code reference} names what it is there for; {@link UpgradeIT} knows what becomes of it.
 */
final class FixtureGenerator implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** One payload is worked on at once, so that those behind it stay as they came. */
    private static final Map<String, String> SETTINGS =
            Map.of("estafet.webhook.rounds", "1", "estafet.webhook.take", "1", "estafet.webhook.lease", "10s");

    private static final String END_OTHERS = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()""";

    private final WhatsApp whatsApp = WhatsApp.start();
    private final Replica replica = Replica.start("before", SETTINGS);
    private final Api api = new Api(replica);
    private final Map<String, List<String>> ids = new HashMap<>();
    private int people;

    public static void main(String... arguments) throws IOException, SQLException {
        try (FixtureGenerator generator = new FixtureGenerator()) {
            generator.replica.awaitReady();
            generator.fill();
        }
        // Clients that were used here keep threads.
        System.exit(0);
    }

    private void fill() throws IOException, SQLException {
        Business.tell(whatsApp);
        api.register(whatsApp.baseUrl());
        api.change(Business.CAPPED, "dailyLimit", Business.DAILY_LIMIT);
        behave(true);
        reachEnds();
        useUpLimits();
        hold();
        String writer = writing(Business.PAUSED);
        behave(false);
        leaveUnanswered();
        breakOff(waitBehindPauses(writer));
        try (Connection connection = Servers.connect(Servers.postgres())) {
            Fixture.of(connection, Servers.redis(), whatsApp.baseUrl()).save();
        }
    }

    /** Messages that have ended, or wait for nothing but WhatsApp's word. */
    private void reachEnds() {
        String undeliverable = agreeing(26);
        api.consent(Business.OPEN, Business.ERASED_PERSON, "all", "opted-in");
        api.consent(Business.OPEN, Business.REPEATED_PERSON, "all", "opted-in");
        remember("repeated", api.send(Business.repeated(), Business.REPEATED_KEY));
        send("delivered", template(Business.PLAIN, agreeing(80), Business.UTILITY));
        send("delivered", template(Business.PLAIN, agreeing(80), Business.MARKETING));
        send("read", template(Business.PLAIN, agreeing(62), Business.UTILITY));
        send("sent", template(Business.PLAIN, agreeing(61), Business.UTILITY));
        send("told", template(Business.PLAIN, agreeing(61), Business.UTILITY));
        send("failed", template(Business.PLAIN, undeliverable, Business.UTILITY));
        send("rejected", template(Business.PLAIN, person(80), Business.UTILITY));
        send("closed", text(Business.PLAIN, agreeing(80)));
        send("free-form", text(Business.PLAIN, writing(Business.PLAIN)));
        send("fallback", withFallback(text(Business.PLAIN, agreeing(80))));
        send("erased", template(Business.PLAIN, Business.ERASED_PERSON, Business.UTILITY));
        reached("repeated", "delivered");
        reached("delivered", "delivered");
        reached("read", "read");
        reached("sent", "sent");
        reached("told", "sent");
        reached("failed", "failed/undeliverable");
        reached("rejected", "rejected/no-consent");
        reached("closed", "rejected/window-closed");
        reached("free-form", "delivered");
        reached("fallback", "delivered");
        reached("erased", "delivered");
        api.consent(Business.OPEN, Business.ERASED_PERSON, "marketing", "opted-out");
        api.delete("/v1/recipients/" + Business.ERASED_PERSON + "?portfolio=" + Business.OPEN);
        send("suppressed", template(Business.PLAIN, undeliverable, Business.UTILITY));
        reached("suppressed", "held/recipient-suppressed");
    }

    private void useUpLimits() {
        for (int i = 0; i < Business.FULL_LIMIT; i++) {
            send("full", template(Business.LIMITED, agreeing(Business.FULL, 80), Business.UTILITY));
        }
        for (int i = 0; i < Business.DAILY_LIMIT; i++) {
            send("capped", template(Business.CAPPED, agreeing(80), Business.UTILITY));
        }
        reached("full", "delivered");
        reached("capped", "delivered");
        for (int i = 0; i < 2; i++) {
            send("beyond-limit", template(Business.LIMITED, agreeing(Business.FULL, 80), Business.UTILITY));
            send("beyond-cap", template(Business.CAPPED, agreeing(80), Business.UTILITY));
        }
        reached("beyond-limit", "held/messaging-limit");
        reached("beyond-cap", "held/daily-limit");
    }

    private void hold() {
        send("marketing-limited", template(Business.PLAIN, agreeing(49), Business.MARKETING));
        send("broken", template(Business.PLAIN, agreeing(15), Business.BROKEN));
        send("unpaid", template(Business.UNPAID, agreeing(80), Business.UTILITY));
        send("scheduled", sendAfter(Duration.ofDays(6), template(Business.PLAIN, agreeing(80), Business.UTILITY)));
        send("cancelled", sendAfter(Duration.ofDays(6), template(Business.PLAIN, agreeing(80), Business.UTILITY)));
        reached("broken", "held/template-paused");
        send("behind-broken", template(Business.PLAIN, agreeing(80), Business.BROKEN));
        reached("behind-broken", "held/template-paused");
        reached("marketing-limited", "held/marketing-limited");
        reached("unpaid", "held/payment-required");
        reached("scheduled", "held/scheduled");
        reached("cancelled", "held/scheduled");
        api.delete("/v1/messages/" + ids.get("cancelled").get(0));
        reached("cancelled", "cancelled");
    }

    private void leaveUnanswered() {
        send("unknown", template(Business.PLAIN, agreeing(65), Business.UTILITY));
        send("unknown-told", template(Business.PLAIN, agreeing(65), Business.UTILITY));
        reached("unknown", "unknown");
        reached("unknown-told", "unknown");
    }

    /** Whose consent changes last. */
    private record Late(String leaving, String coming) {}

    /** @param writer has an open customer service window with the number */
    private Late waitBehindPauses(String writer) {
        Late late = new Late(agreeing(80), person(80));
        sendSlow(2);
        reached("slow", "sent");
        List.of(Business.PAUSED, Business.LEASED, Business.SLOW).forEach(number -> api.change(number, "paused", true));
        sendSlow(6);
        send("paused", template(Business.PAUSED, agreeing(80), Business.UTILITY));
        send("paused-free-form", text(Business.PAUSED, writer));
        send("paused-fallback", withFallback(text(Business.PAUSED, agreeing(80))));
        send("leaving", template(Business.PAUSED, late.leaving(), Business.UTILITY));
        send("coming", template(Business.PAUSED, late.coming(), Business.UTILITY));
        send("expired", expiring(Duration.ofSeconds(2), template(Business.PAUSED, agreeing(80), Business.UTILITY)));
        for (int i = 0; i < 3; i++) {
            send("leased", template(Business.LEASED, agreeing(80), Business.UTILITY));
        }
        reached("expired", "expired/expired");
        return late;
    }

    private void sendSlow(int messages) {
        for (int i = 0; i < messages; i++) {
            send("slow", template(Business.SLOW, agreeing(Business.TIGHT, 80), Business.UTILITY));
        }
    }

    /**
     * From here on the journal takes no changes of messages: what is taken gets no right to send, and what WhatsApp
     * tells is stored only. Then Redis ends, and changes of the directory have nobody to go to. Then the program dies.
     */
    private void breakOff(Late late) throws SQLException {
        String writer = agreeing(Business.FULL, 80);
        send("writer", template(Business.LIMITED, writer, Business.UTILITY));
        reached("writer", "held/messaging-limit");
        send("soon", sendAfter(Duration.ofSeconds(20), template(Business.PLAIN, agreeing(80), Business.UTILITY)));
        send("expiring", expiring(Duration.ofSeconds(20), template(Business.PAUSED, agreeing(80), Business.UTILITY)));
        List<String> listed = List.of(agreeing(80), agreeing(80), agreeing(80), agreeing(80));
        send("sending", template(Business.PLAIN, agreeing(65), Business.UTILITY));
        send("sending-told", template(Business.PLAIN, agreeing(65), Business.UTILITY));
        reached("sending", "sending");
        reached("sending-told", "sending");
        await("requests").atMost(BOUND).until(() -> wamid("sending-told") != null && wamid("sending") != null);
        try (Connection connection = Servers.connect(Servers.postgres());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE message IN SHARE MODE");
            List.of(Business.LEASED, Business.SLOW).forEach(number -> api.change(number, "paused", false));
            listed.subList(0, 2).forEach(person -> push("taken", person));
            List.of("told", "unknown-told", "sending-told").forEach(reference -> api.webhook(delivered(reference)));
            api.webhook(written(Business.LIMITED, writer));
            awaitLeases();

            Servers.redis().stop();
            api.consent(Business.OPEN, late.leaving(), "all", "opted-out");
            api.consent(Business.OPEN, late.coming(), "all", "opted-in");
            api.change(Business.CAPPED, "dailyLimit", Business.LATE_DAILY_LIMIT);
            replica.kill();
            // What waits for the lock must not be done once nobody waits for it.
            statement.execute(END_OTHERS);
            connection.rollback();
        }
        Servers.redis().start();
        listed.subList(2, 4).forEach(person -> push("listed", person));
    }

    private void awaitLeases() {
        String leases = Keys.of(new PortfolioId(Business.OPEN)).inflight(new SenderId(Business.LEASED.id()));
        // With the mark.
        await("leases").atMost(BOUND).until(() -> ask("ZCARD " + leases).equals(":4"));
        await("taken entries")
                .atMost(BOUND)
                .until(() -> ask("HLEN " + Keys.INTAKE_TAKEN).equals(":2"));
    }

    private static String ask(String command) {
        return Redis.ask(Servers.redis(), command);
    }

    private void push(String reference, String person) {
        String message = with(template(Business.PLAIN, person, Business.UTILITY), "reference", quoted(reference));
        Redis.push(Servers.redis(), Keys.INTAKE, with(message, "tenant", quoted("demo")));
    }

    private void behave(boolean webhooks) {
        String webhook = ",\"webhook\":{\"url\":\"http://127.0.0.1:%d/webhooks/whatsapp\",\"appSecret\":\"%s\"}"
                .formatted(replica.port(), ServersResource.WEBHOOK_SECRET)
                .replace("}", ",\"readShare\":0}");
        whatsApp.behave("{\"errors\":[{\"code\":131042,\"share\":1,\"phoneNumberId\":\"%s\"}]%s}"
                .formatted(Business.UNPAID.id(), webhooks ? webhook : ""));
    }

    private void send(String reference, String message) {
        remember(reference, api.send(with(message, "reference", quoted(reference))));
    }

    private void remember(String reference, String id) {
        ids.computeIfAbsent(reference, none -> new ArrayList<>()).add(id);
    }

    private void reached(String reference, String state) {
        ids.get(reference).forEach(id -> await(reference).atMost(BOUND).until(() -> api.state(id), state::equals));
    }

    /** Somebody new, who agreed to everything. */
    private String agreeing(int ending) {
        return agreeing(Business.OPEN, ending);
    }

    private String agreeing(String portfolio, int ending) {
        String person = person(ending);
        api.consent(portfolio, person, "all", "opted-in");
        return person;
    }

    private String person(int ending) {
        return Business.person(++people, ending);
    }

    /** Somebody new with an open customer service window. */
    private String writing(Business.Number number) {
        String person = agreeing(number.portfolio(), 80);
        whatsApp.personWrites(person, number.id());
        await("a window").atMost(BOUND).until(() -> hasWindow(person, number.portfolio()));
        return person;
    }

    private boolean hasWindow(String person, String portfolio) {
        List<?> windows =
                api.get("/v1/recipients/" + person + "?portfolio=" + portfolio).path("windows");
        return !windows.isEmpty();
    }

    private static String withFallback(String message) {
        return with(message, "fallback", Business.templateObject(Business.UTILITY));
    }

    private static String sendAfter(Duration wait, String message) {
        return with(message, "sendAt", quoted(Instant.now().plus(wait).toString()));
    }

    private static String expiring(Duration life, String message) {
        return with(message, "expiresAt", quoted(Instant.now().plus(life).toString()));
    }

    private String wamid(String reference) {
        String attempt = ids.get(reference).get(0) + ".1";
        return whatsApp.log().stream()
                .filter(line -> line.path("callback").asText().equals(attempt))
                .map(line -> line.path("wamid").asText(null))
                .findFirst()
                .orElse(null);
    }

    private String delivered(String reference) {
        return payload(Business.PLAIN, """
                "statuses":[{"id":"%s","status":"delivered","timestamp":"%d","recipient_id":"62811",\
                "biz_opaque_callback_data":"%s.1"}]""".formatted(
                        wamid(reference),
                        Instant.now().getEpochSecond(),
                        ids.get(reference).get(0)));
    }

    private static String written(Business.Number number, String person) {
        return payload(number, """
                "messages":[{"from":"%s","id":"wamid.upgrade","timestamp":"%d","type":"text",\
                "text":{"body":"Halo"}}]""".formatted(person.substring(1), Instant.now().getEpochSecond()));
    }

    private static String payload(Business.Number number, String arrays) {
        String payload = """
                {"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[{"field":"messages",\
                "value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"%s"},%s}}]}]}""";
        return payload.formatted(number.wabaId(), number.id(), arrays);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    @Override
    public void close() {
        replica.kill();
        whatsApp.close();
    }
}
