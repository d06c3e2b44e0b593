package io.estafet.directory;

import static io.estafet.directory.Registered.TENANT;
import static io.estafet.directory.Registered.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.sender.Portfolio;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.IntakeOnly;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class ProjectionIT {

    private static final int MARK = 0xA5;

    private final String waba = Registered.fresh("w");

    @Inject
    Registry registry;

    @Inject
    Projection projection;

    @Inject
    CustomerWindows windows;

    @Inject
    TemplateBook templates;

    @Inject
    RedisLink redis;

    private PortfolioId portfolio;
    private SenderId sender;
    private Keys keys;

    @BeforeEach
    void register() {
        portfolio = Registered.portfolio(registry, Portfolio.UNLIMITED);
        sender = Registered.sender(registry, portfolio, waba);
        keys = Keys.of(portfolio);
    }

    @Test
    void loadWritesAllKnowledgeWithItsMarks() {
        // Given
        putTemplate("hello", TemplateStatus.PAUSED);
        addConsents(70_000);
        Instant end = Instant.now().plus(Duration.ofHours(5));
        await(windows.open(portfolio, sender, Map.of(new PersonId(7), end)));
        await(windows.open(
                portfolio, sender, Map.of(new PersonId(8), Instant.now().minusSeconds(1))));
        empty();

        // When
        await(projection.load(portfolio));

        // Then
        assertThat(text(Command.HGET, keys.portfolio(), "limit")).isEqualTo("-1");
        assertThat(text(Command.HGET, keys.sender(sender), "throughput")).isEqualTo("80");
        assertThat(text(Command.HGET, keys.sender(sender), "dailyLimit")).isEqualTo("-1");
        assertThat(text(Command.HGET, keys.sender(sender), "paused")).isEqualTo("0");
        assertThat(text(Command.HGET, keys.templates(), waba + "/hello/en_US")).isEqualTo("P");
        assertThat(text(Command.HGET, keys.templates(), "!")).isEqualTo("1");
        assertThat(text(Command.ZCARD, keys.window(sender))).isEqualTo("2");
        assertThat(score(keys.window(sender), "0")).isInfinite();
        assertThat(score(keys.window(sender), "7")).isEqualTo(end.toEpochMilli());
        byte[] bytes = ask(Command.GET, keys.consent()).toBytes();
        assertThat(bytes).hasSize(70_001);
        assertThat(bytes[0] & 0xff).isEqualTo(MARK);
        assertThat(countOf(bytes, 1 | 2 << 2)).isEqualTo(70_000);
    }

    @Test
    void aMillionConsentsLoadInSeconds() {
        // Given
        addConsents(1_000_000);
        Instant start = Instant.now();

        // When
        await(projection.load(portfolio));

        // Then
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
        assertThat(text(Command.STRLEN, keys.consent())).isEqualTo("1000001");
    }

    @Test
    void changesAreProjectedAtOnce() {
        // When
        await(registry.putPortfolio(portfolio, TENANT, 250));
        await(registry.putSender(sender, TENANT, old -> paused(old.orElseThrow())));
        putTemplate("hello", TemplateStatus.DISABLED);

        // Then
        assertThat(text(Command.HGET, keys.portfolio(), "limit")).isEqualTo("250");
        assertThat(text(Command.HGET, keys.sender(sender), "throughput")).isEqualTo("20");
        assertThat(text(Command.HGET, keys.sender(sender), "dailyLimit")).isEqualTo("1000");
        assertThat(text(Command.HGET, keys.sender(sender), "paused")).isEqualTo("1");
        assertThat(text(Command.HGET, keys.templates(), waba + "/hello/en_US")).isEqualTo("D");
    }

    @Test
    void newNumberOfAWholePortfolioIsOpenedAndOfAnUnfinishedOneIsNot() {
        // When
        await(redis.send(Command.SET, keys.ready(), "run:1"));
        await(redis.send(Command.SADD, keys.numbers(), "0"));
        SenderId second = Registered.sender(registry, portfolio, waba);

        // Then
        assertThat(score(keys.limit(second), "0")).isInfinite();
        assertThat(score(keys.window(second), "0")).isInfinite();
        await(redis.send(Command.DEL, keys.ready()));
        SenderId third = Registered.sender(registry, portfolio, waba);
        assertThat(ask(Command.ZSCORE, keys.limit(third), "0")).isNull();
    }

    @Test
    void aLostCountOfAKnownNumberIsNotMarkedAsWhole() {
        // Given
        await(redis.send(Command.SET, keys.ready(), "run:1"));
        await(redis.send(Command.SADD, keys.numbers(), "0"));
        SenderId second = Registered.sender(registry, portfolio, waba);
        assertThat(score(keys.limit(second), "0")).isInfinite();

        // When
        await(redis.send(Command.DEL, keys.limit(second)));
        await(registry.putSender(second, TENANT, old -> paused(old.orElseThrow())));

        // Then
        assertThat(text(Command.HGET, keys.sender(second), "paused")).isEqualTo("1");
        assertThat(ask(Command.ZSCORE, keys.limit(second), "0")).isNull();
    }

    @Test
    void aRevisionOfAnotherTypeStopsNoWriter() {
        // Given
        await(redis.send(Command.DEL, keys.directoryRevision()));
        await(redis.send(Command.RPUSH, keys.directoryRevision(), "x"));

        // When
        await(projection.load(portfolio));
        await(registry.putPortfolio(portfolio, TENANT, 78));

        // Then
        assertThat(text(Command.HGET, keys.portfolio(), "limit")).isEqualTo("78");
    }

    @Test
    void loadOverLiveChangesLeavesTheLatest() {
        // Given
        putTemplate("hello", TemplateStatus.APPROVED);
        List<Uni<?>> both = List.of(
                projection.load(portfolio),
                registry.putTemplates(waba, TENANT, List.of(template("hello", TemplateStatus.PAUSED))),
                projection.load(portfolio),
                registry.putPortfolio(portfolio, TENANT, 77));

        // When
        await(Uni.join()
                .all(both.stream().map(uni -> uni.replaceWithVoid()).toList())
                .andFailFast());

        // Then
        assertThat(text(Command.HGET, keys.templates(), waba + "/hello/en_US")).isEqualTo("P");
        assertThat(text(Command.HGET, keys.portfolio(), "limit")).isEqualTo("77");
    }

    @Test
    void templatesOfSeveralPagesAllComeToRedis() {
        // Given more than two pages, all of one change
        Statements.execute(
                "INSERT INTO template (waba_id, name, language, tenant, category, status, components, version)"
                        + " SELECT ?, 'many' || n, 'en', 'demo', 2, 'APPROVED', '[]', 1"
                        + " FROM generate_series(1, 2500) n",
                waba);

        // When
        putTemplate("hello", TemplateStatus.PAUSED);

        // Then
        assertThat(text(Command.HLEN, keys.templates())).isEqualTo("2501");
        assertThat(ask(Command.HGET, keys.templates(), "!"))
                .as("only a load knows that they are whole")
                .isNull();
        await(projection.load(portfolio));
        assertThat(text(Command.HLEN, keys.templates())).isEqualTo("2502");
    }

    @Test
    void aChangeOfOneTemplateWritesThatOneOnly() {
        putTemplate("hello", TemplateStatus.APPROVED);
        await(redis.send(Command.HSET, keys.templates(), waba + "/hello/en_US", "X"));

        putTemplate("other", TemplateStatus.APPROVED);

        assertThat(text(Command.HGET, keys.templates(), waba + "/hello/en_US")).isEqualTo("X");
        assertThat(text(Command.HGET, keys.templates(), waba + "/other/en_US")).isEqualTo("A");
    }

    @Test
    void aDeletedTemplateLeavesTheBooksAndRedis() {
        putTemplate("hello", TemplateStatus.APPROVED);
        TemplateKey key = new TemplateKey(waba, "hello", "en_US");
        assertThat(templates.find(key)).isPresent();

        assertThat(await(registry.deleteTemplate(key, TENANT)).isDone()).isTrue();

        assertThat(templates.find(key)).isEmpty();
        assertThat(ask(Command.HGET, keys.templates(), key.text())).isNull();
        putTemplate("hello", TemplateStatus.APPROVED);
        assertThat(templates.find(key)).isPresent();
        assertThat(text(Command.HGET, keys.templates(), key.text())).isEqualTo("A");
    }

    @Test
    void theTemplatesOfAnAccountGoWithItToAnotherPortfolio() {
        putTemplate("hello", TemplateStatus.APPROVED);
        PortfolioId other = Registered.portfolio(registry, Portfolio.UNLIMITED);

        Registration moved = await(registry.putSender(sender, TENANT, old -> Registered.draft(other, waba)));

        assertThat(moved).isEqualTo(Registration.CHANGED);
        assertThat(text(Command.HGET, Keys.of(other).templates(), waba + "/hello/en_US"))
                .isEqualTo("A");
    }

    private static SenderDraft paused(SenderDraft old) {
        return new SenderDraft(
                old.portfolio(),
                old.wabaId(),
                old.displayPhoneNumber(),
                old.baseUrl(),
                Optional.empty(),
                20,
                Optional.of(1000L),
                true,
                false);
    }

    private void putTemplate(String name, TemplateStatus status) {
        await(registry.putTemplates(waba, TENANT, List.of(template(name, status))));
    }

    private TemplateDraft template(String name, TemplateStatus status) {
        TemplateKey key = new TemplateKey(waba, name, "en_US");
        return new TemplateDraft(new Template(key, Category.MARKETING, status), new byte[] {'[', ']'});
    }

    /** Marketing opted in, utility opted out. */
    private void addConsents(int count) {
        Statements.execute(
                "INSERT INTO consent (portfolio, person, marketing, marketing_at, utility, utility_at)"
                        + " SELECT ?, n, 1, now(), 2, now() FROM generate_series(1, ?) n",
                portfolio.value(),
                count);
    }

    private void empty() {
        await(redis.send(
                Command.DEL,
                keys.portfolio(),
                keys.sender(sender),
                keys.templates(),
                keys.consent(),
                keys.window(sender)));
    }

    private static long countOf(byte[] bytes, int value) {
        long count = 0;
        for (byte each : bytes) {
            count += each == value ? 1 : 0;
        }
        return count;
    }

    private String text(Command command, String... arguments) {
        return ask(command, arguments).toString();
    }

    private double score(String key, String member) {
        return ask(Command.ZSCORE, key, member).toDouble();
    }

    private Response ask(Command command, String... arguments) {
        return await(redis.send(command, arguments));
    }
}
