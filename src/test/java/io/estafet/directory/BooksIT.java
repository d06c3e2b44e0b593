package io.estafet.directory;

import static io.estafet.directory.Registered.TENANT;
import static io.estafet.directory.Registered.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.redis.Keys;
import io.estafet.sender.AccessToken;
import io.estafet.sender.Portfolio;
import io.estafet.sender.Sender;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class BooksIT {

    private static final TenantId STRANGER = new TenantId("demo2");

    private final String waba = Registered.fresh("w");

    @Inject
    Registry registry;

    @Inject
    DirectoryBook book;

    @Inject
    BookSource source;

    @Inject
    ProjectionOutbox outbox;

    @Inject
    Projector projector;

    private DirectoryLifecycle secondReplica;

    @AfterEach
    void stopSecondReplica() {
        if (secondReplica != null) {
            secondReplica.stop();
        }
    }

    @Test
    void ownChangeIsSeenAtOnce() {
        // When
        PortfolioId portfolio = Registered.portfolio(registry, 250);
        SenderId sender = Registered.sender(registry, portfolio, waba);

        // Then
        assertThat(book.find(portfolio)).contains(new Portfolio(portfolio, TENANT, 250, 1));
        Sender found = book.find(sender).orElseThrow();
        assertThat(found.accessToken()).isEqualTo(new AccessToken("secret-of-" + waba));
        assertThat(found.throughput()).isEqualTo(80);
        assertThat(book.senders(portfolio)).containsExactly(found);
    }

    @Test
    void anotherReplicaSeesChangesWithinASecond() {
        // Given
        DirectoryBook other = new DirectoryBook(source);
        secondReplica = new DirectoryLifecycle(other, outbox, projector);
        await(secondReplica.start());
        PortfolioId portfolio = Registered.portfolio(registry, Portfolio.UNLIMITED);
        SenderId sender = Registered.sender(registry, portfolio, waba);
        TemplateKey key = new TemplateKey(waba, "hello", "en_US");

        // When
        await(registry.putTemplates(waba, TENANT, List.of(template(key, TemplateStatus.PAUSED))));

        // Then
        withinASecond().untilAsserted(() -> {
            assertThat(other.find(portfolio)).map(Portfolio::messagingLimit).contains(Portfolio.UNLIMITED);
            assertThat(other.find(sender)).isPresent();
            assertThat(other.find(key)).map(Template::status).contains(TemplateStatus.PAUSED);
        });
    }

    @Test
    void newEpochIsSeenWithinASecond() {
        // Given
        PortfolioId portfolio = Registered.portfolio(registry, 1000);

        // When
        Statements.execute("UPDATE portfolio_epoch SET epoch = 7 WHERE portfolio = ?", portfolio.value());

        // Then
        withinASecond()
                .untilAsserted(() ->
                        assertThat(book.find(portfolio)).map(Portfolio::epoch).contains(7L));
    }

    @Test
    void changesThatCannotBeProjectedDoNotDelayTheOthers() {
        // Given more of them than one round looks at
        PortfolioId broken = Registered.portfolio(registry, 250);
        PortfolioId sound = Registered.portfolio(registry, 250);
        Redis.ask(Servers.redis(), "HSET " + Keys.of(broken).consentRevision() + " 0 1");
        Redis.ask(Servers.redis(), "DEL " + Keys.of(broken).consent());
        Redis.ask(Servers.redis(), "LPUSH " + Keys.of(broken).consent() + " damaged");

        // When
        String add = "INSERT INTO projection_outbox (portfolio, persons) SELECT ?, '{1}' FROM generate_series(1, ?)";
        Statements.execute(add, broken.value(), 150);
        Statements.execute(add, sound.value(), 1);

        // Then
        try {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> pending(sound) == 0);
            assertThat(pending(broken)).isEqualTo(150);
        } finally {
            Statements.execute("DELETE FROM projection_outbox WHERE portfolio = ?", broken.value());
        }
    }

    @Test
    void tokenIsEncryptedAtRestAndKeptWhenNotGiven() {
        // Given
        PortfolioId portfolio = Registered.portfolio(registry, 250);
        SenderId sender = Registered.sender(registry, portfolio, waba);

        // When
        Registration again = await(registry.putSender(sender, TENANT, old -> old.orElseThrow()));

        // Then
        assertThat(again).isEqualTo(Registration.CHANGED);
        assertThat(book.find(sender).orElseThrow().accessToken().value()).isEqualTo("secret-of-" + waba);
        byte[] stored = Statements.bytes("SELECT token FROM sender WHERE id = ?", sender.value());
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void newNumberNeedsAToken() {
        // Given
        PortfolioId portfolio = Registered.portfolio(registry, 250);
        SenderDraft draft = Registered.draft(portfolio, waba);
        SenderDraft bare = new SenderDraft(
                portfolio, waba, "+1", draft.baseUrl(), Optional.empty(), 80, Optional.empty(), false, true);

        // When
        Registration answer = await(registry.putSender(new SenderId(Registered.fresh("s")), TENANT, old -> bare));

        // Then
        assertThat(answer).isEqualTo(Registration.TOKEN_MISSING);
    }

    @Test
    void numbersOfOneAccountStayInOnePortfolio() {
        // Given
        PortfolioId here = Registered.portfolio(registry, 250);
        PortfolioId there = Registered.portfolio(registry, 250);
        SenderId first = Registered.sender(registry, here, waba);
        SenderId second = new SenderId(Registered.fresh("s"));

        // When
        Registration elsewhere = await(registry.putSender(second, TENANT, old -> Registered.draft(there, waba)));
        Registration alone = await(registry.putSender(first, TENANT, old -> Registered.draft(there, waba)));

        // Then
        assertThat(elsewhere).isEqualTo(Registration.ACCOUNT_ELSEWHERE);
        assertThat(alone).isEqualTo(Registration.CHANGED);
        assertThat(book.find(second)).isEmpty();
    }

    @Test
    void numberWithOpenMessagesStaysInItsPortfolio() {
        // Given
        PortfolioId here = Registered.portfolio(registry, 250);
        PortfolioId there = Registered.portfolio(registry, 250);
        // The program runs: it would refuse the message, whose person agreed to nothing.
        SenderId sender = Registered.pausedSender(registry, here, waba);
        queueMessage(here, sender);

        // When
        Registration answer = await(registry.putSender(sender, TENANT, old -> Registered.draft(there, waba)));

        // Then
        assertThat(answer).isEqualTo(Registration.MESSAGES_QUEUED);
        assertThat(book.find(sender).orElseThrow().portfolio()).isEqualTo(here);
        Statements.execute("UPDATE message SET open = false WHERE sender = ?", sender.value());
        assertThat(await(registry.putSender(sender, TENANT, old -> Registered.draft(there, waba))))
                .isEqualTo(Registration.CHANGED);
    }

    @Test
    void numberThatSentTodayStaysInItsPortfolio() {
        // Given
        PortfolioId here = Registered.portfolio(registry, 250);
        PortfolioId there = Registered.portfolio(registry, 250);
        SenderId sender = Registered.sender(registry, here, waba);
        queueMessage(here, sender);
        Statements.execute(
                "UPDATE message SET state = 4, open = false, attempt_at = now() - interval '23 hours' WHERE sender = ?",
                sender.value());

        // When
        Registration answer = await(registry.putSender(sender, TENANT, old -> Registered.draft(there, waba)));

        // Then
        assertThat(answer).isEqualTo(Registration.SENT_LATELY);
        assertThat(book.find(sender).orElseThrow().portfolio()).isEqualTo(here);
        Statements.execute(
                "UPDATE message SET attempt_at = now() - interval '25 hours', counted_at = now() - interval '1 hour'"
                        + " WHERE sender = ?",
                sender.value());
        assertThat(await(registry.putSender(sender, TENANT, old -> Registered.draft(there, waba))))
                .as("counted by a late answer")
                .isEqualTo(Registration.SENT_LATELY);
        Statements.execute("UPDATE message SET counted_at = attempt_at WHERE sender = ?", sender.value());
        assertThat(await(registry.putSender(sender, TENANT, old -> Registered.draft(there, waba))))
                .isEqualTo(Registration.CHANGED);
    }

    @Test
    void strangersChangeNothing() {
        // Given
        PortfolioId portfolio = Registered.portfolio(registry, 250);
        SenderId sender = Registered.sender(registry, portfolio, waba);
        TemplateKey key = new TemplateKey(waba, "hello", "en_US");
        await(registry.putTemplates(waba, TENANT, List.of(template(key, TemplateStatus.APPROVED))));

        // When, Then
        assertThat(await(registry.putPortfolio(portfolio, STRANGER, 1))).isEqualTo(Registration.NOT_FOUND);
        assertThat(await(registry.putSender(sender, STRANGER, old -> old.orElseThrow())))
                .isEqualTo(Registration.NOT_FOUND);
        assertThat(await(registry.putSender(
                        new SenderId(Registered.fresh("s")), STRANGER, old -> Registered.draft(portfolio, waba))))
                .isEqualTo(Registration.PORTFOLIO_UNKNOWN);
        assertThat(await(registry.putTemplates(waba, STRANGER, List.of(template(key, TemplateStatus.DISABLED)))))
                .isEqualTo(Registration.NOT_FOUND);
        assertThat(await(registry.template(key, STRANGER))).isEmpty();
        assertThat(await(registry.templates(waba, STRANGER, "", "", 10)).templates())
                .isEmpty();
        assertThat(book.find(portfolio)).map(Portfolio::messagingLimit).contains(250L);
        assertThat(book.find(key)).map(Template::status).contains(TemplateStatus.APPROVED);
    }

    @Test
    void theNextHolderOfAnAccountSeesOnlyWhatItPutsItself() {
        // Given an account that its tenant's only number leaves, and that a number of another tenant joins
        TemplateKey hello = new TemplateKey(waba, "hello", "en_US");
        TemplateKey bye = new TemplateKey(waba, "bye", "en_US");
        PortfolioId earlier = Registered.portfolio(registry, 250);
        SenderId number = Registered.sender(registry, earlier, waba);
        await(registry.putTemplates(
                waba,
                TENANT,
                List.of(template(hello, TemplateStatus.APPROVED), template(bye, TemplateStatus.APPROVED))));
        await(registry.putSender(number, TENANT, old -> Registered.draft(earlier, waba + "-new")));
        PortfolioId next = new PortfolioId(Registered.fresh("p"));
        await(registry.putPortfolio(next, STRANGER, 250));
        assertThat(await(registry.putSender(
                        new SenderId(Registered.fresh("s")), STRANGER, old -> Registered.draft(next, waba))))
                .isEqualTo(Registration.CREATED);

        // Then it finds nothing of the earlier one's, and cannot delete it
        assertThat(await(registry.template(hello, STRANGER))).isEmpty();
        assertThat(names(STRANGER)).isEmpty();
        assertThat(await(registry.deleteTemplate(hello, STRANGER))).isEqualTo(Registration.NOT_FOUND);

        // When it puts one of the same name
        assertThat(await(registry.putTemplates(waba, TENANT, List.of(template(hello, TemplateStatus.DISABLED)))))
                .as("by one without a number in it")
                .isEqualTo(Registration.NOT_FOUND);
        assertThat(await(registry.putTemplates(waba, STRANGER, List.of(template(hello, TemplateStatus.PENDING)))))
                .isEqualTo(Registration.CREATED);

        // Then that one is its own from then on
        assertThat(names(STRANGER)).containsExactly("hello");
        assertThat(await(registry.template(hello, TENANT))).isEmpty();
        assertThat(names(TENANT)).containsExactly("bye");
        assertThat(book.find(hello)).map(Template::status).contains(TemplateStatus.PENDING);
    }

    private List<String> names(TenantId tenant) {
        return await(registry.templates(waba, tenant, "", "", 10)).templates().stream()
                .map(draft -> draft.template().key().name())
                .toList();
    }

    /** Looks often: what comes in time is not missed between two looks. */
    private static ConditionFactory withinASecond() {
        return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(1));
    }

    private static TemplateDraft template(TemplateKey key, TemplateStatus status) {
        byte[] components = "[]".getBytes(StandardCharsets.UTF_8);
        return new TemplateDraft(new Template(key, Category.MARKETING, status), components);
    }

    /** A message that waits to be sent by that number. */
    private static void queueMessage(PortfolioId portfolio, SenderId sender) {
        Statements.execute(
                "INSERT INTO message (id, tenant, portfolio, sender, person, address, category, state, accepted_at,"
                        + " expires_at, body) VALUES (?, 'demo', ?, ?, 1, '+6281100000', 3, 0, now(), now(), '')",
                Generators.timeBasedEpochRandomGenerator().generate(),
                portfolio.value(),
                sender.value());
    }

    private static long pending(PortfolioId portfolio) {
        return Statements.number(
                "SELECT count(*) FROM projection_outbox WHERE projected_at IS NULL AND portfolio = ?",
                portfolio.value());
    }
}
