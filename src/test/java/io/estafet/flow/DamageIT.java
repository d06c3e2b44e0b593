package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.directory.Registry;
import io.estafet.directory.TemplateDraft;
import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.metrics.Meters;
import io.estafet.redis.Keys;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsAppTestBase;
import io.estafet.testing.World;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every key of the schema is deleted, or becomes one of another type, in a portfolio of its own while messages leave,
 * wait for a person, for a template and for the messaging limit: all of them are sent in the end, each once, never
 * above the limit, and nothing is rejected.
 */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class DamageIT extends WhatsAppTestBase {

    private static final int LIMIT = 30;
    private static final int PEOPLE = 40;
    /** Messages to the first people, again and again, and to those whose template is paused. */
    private static final int MORE = 15;

    private static final Duration RESTORED = Duration.ofSeconds(60);
    private static final Set<String> STRINGS = Set.of("ready", "consent", "seq", "pace");

    @Inject
    World world;

    @Inject
    Registry registry;

    @Inject
    MeterRegistry meters;

    /** A portfolio and the key that is to be damaged in it. */
    private record Victim(String key, World.Number number) {

        String states() {
            return World.states(number.sender()).toString();
        }

        long sent() {
            return World.states(number.sender()).getOrDefault("sent", 0L);
        }
    }

    @BeforeEach
    void slowAnswers() {
        whatsApp.resetReport();
        // Something is under way at any moment.
        whatsApp.behave("{\"magic\":false,\"latency\":{\"distribution\":\"fixed\",\"millis\":300}}");
    }

    @Test
    void restoresEveryKeyThatIsDeleted() {
        List<Victim> victims = victims();
        double alarms = alarms();

        victims.forEach(victim -> ask("DEL " + victim.key()));

        assertAllGoOnceAndWithinTheLimit(victims);
        // A deleted pause looks like one that ended, one that is not ready is no damage, and three lanes were empty.
        assertThat(alarms() - alarms).isGreaterThanOrEqualTo(victims.size() - 2 - 3);
    }

    @Test
    void restoresEveryKeyThatBecomesOneOfAnotherType() {
        List<Victim> victims = victims();
        double alarms = alarms();

        victims.forEach(victim -> ask(wrongType(victim.key())));

        assertAllGoOnceAndWithinTheLimit(victims);
        assertThat(alarms() - alarms).isGreaterThanOrEqualTo(victims.size());
    }

    private void assertAllGoOnceAndWithinTheLimit(List<Victim> victims) {
        // As many people as the limit allows, and everything that waits only for them.
        await("the limit is used up")
                .atMost(RESTORED)
                .untilAsserted(() -> assertThat(victims)
                        .allSatisfy(victim -> assertThat(victim.sent())
                                .as("%s: %s", victim.key(), victim.states())
                                .isEqualTo(LIMIT + MORE - 5)));
        FlowIT.assertClean(whatsApp.report());
        victims.forEach(this::letAllGo);
        await("all are sent")
                .atMost(RESTORED)
                .untilAsserted(() -> assertThat(victims)
                        .allSatisfy(victim -> assertThat(
                                        World.states(victim.number().sender()))
                                .as(victim.key())
                                .isEqualTo(Map.of("sent", (long) PEOPLE + MORE))));
        assertThat(whatsApp.report().get("accepted").asLong()).isEqualTo(victims.size() * (long) (PEOPLE + MORE));
        FlowIT.assertClean(whatsApp.report());
    }

    /** The limit grows and the template is approved. */
    private void letAllGo(Victim victim) {
        PortfolioId portfolio = victim.number().portfolio();
        whatsApp.portfolio(portfolio.value(), 2_000);
        World.await(registry.putPortfolio(portfolio, World.TENANT, 2_000));
        marketing(victim.number(), TemplateStatus.APPROVED);
    }

    /** One for each key, under way: some messages have left and many have not. */
    private List<Victim> victims() {
        List<Victim> victims = new ArrayList<>();
        for (int part = 0; part < parts(new PortfolioId("p"), new SenderId("s")).size(); part++) {
            World.Number number = world.number(whatsApp, LIMIT, 5);
            marketing(number, TemplateStatus.PAUSED);
            Keys.Part damaged = parts(number.portfolio(), number.sender()).get(part);
            victims.add(new Victim(damaged.key(), number));
        }
        List<List<String>> all = victims.stream()
                .map(victim -> world.agreeing(victim.number().portfolio(), PEOPLE))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            Victim victim = victims.get(i);
            List<String> people = all.get(i);
            List<String> first = people.subList(0, 5);
            world.accept(victim.number(), Category.UTILITY, people);
            world.accept(victim.number(), Category.UTILITY, first);
            world.accept(victim.number(), Category.UTILITY, first);
            world.accept(victim.number(), Category.MARKETING, first);
        }
        await("some have left").atMost(RESTORED).until(() -> victims.stream().allMatch(victim -> victim.sent() >= 3));
        return victims;
    }

    private static List<Keys.Part> parts(PortfolioId portfolio, SenderId sender) {
        Keys keys = Keys.of(portfolio);
        List<Keys.Part> parts = new ArrayList<>(keys.parts());
        parts.addAll(keys.parts(sender));
        // What only writers of the directory read, and no take: a damaged one heals when it is written next.
        parts.removeIf(part -> Set.of(
                        keys.consentRevision(), keys.suppressedRevision(), keys.directoryRevision(), keys.numbers())
                .contains(part.key()));
        return parts;
    }

    private void marketing(World.Number number, TemplateStatus status) {
        World.await(registry.putTemplates(
                number.wabaId(),
                World.TENANT,
                List.of(new TemplateDraft(
                        new Template(
                                new TemplateKey(number.wabaId(), Category.MARKETING.word(), "en_US"),
                                Category.MARKETING,
                                status),
                        "[]".getBytes(StandardCharsets.UTF_8)))));
    }

    private double alarms() {
        return meters.find(Meters.QUEUE_DAMAGE).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static String wrongType(String key) {
        boolean text = STRINGS.stream().anyMatch(part -> key.contains("}:" + part));
        String write = text ? "redis.call('RPUSH',KEYS[1],'x')" : "redis.call('SET',KEYS[1],'x')";
        return "EVAL \"redis.call('DEL',KEYS[1])" + write + "\" 1 " + key;
    }

    private static void ask(String command) {
        assertThat(Redis.ask(Servers.redis(), command)).doesNotStartWith("-").isNotEqualTo("timeout");
    }
}
