package io.estafet.directory.postgres;

import static io.estafet.directory.Registration.ACCOUNT_ELSEWHERE;
import static io.estafet.directory.Registration.CHANGED;
import static io.estafet.directory.Registration.CREATED;
import static io.estafet.directory.Registration.MESSAGES_QUEUED;
import static io.estafet.directory.Registration.NOT_FOUND;
import static io.estafet.directory.Registration.PORTFOLIO_UNKNOWN;
import static io.estafet.directory.Registration.SENT_LATELY;
import static io.estafet.directory.Registration.TOKEN_MISSING;
import static io.estafet.directory.Registration.TOO_MANY_DELETED_TEMPLATES;
import static io.estafet.directory.Registration.TOO_MANY_PORTFOLIOS;
import static io.estafet.directory.Registration.TOO_MANY_SENDERS;
import static io.estafet.directory.Registration.TOO_MANY_TEMPLATES;
import static io.estafet.directory.Registration.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.directory.DirectoryBook;
import io.estafet.directory.Feedback;
import io.estafet.directory.LiveProjection;
import io.estafet.directory.ProjectionSource.SenderFacts;
import io.estafet.directory.ProjectionSource.TemplateFacts;
import io.estafet.directory.ProjectionSource.TemplatePlace;
import io.estafet.directory.Projector;
import io.estafet.directory.Registration;
import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.directory.TemplateDraft;
import io.estafet.message.Backoff;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.postgres.TestDatabase;
import io.estafet.postgres.TestSessions;
import io.estafet.sender.AccessToken;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Portfolios, numbers and templates: what is registered, and what the books and the projection read of it. */
class RegistryRepositoryIT extends DirectoryTestBase {

    private static final Bounds BOUNDS = new Bounds(2, 2, 3, 1 << 20);

    private static TestSessions sessions;

    private final List<PortfolioId> projected = new ArrayList<>();
    private final DirectoryBook book = new DirectoryBook(new BookReader(database, secrets));
    private final ProjectionReader projection = new ProjectionReader(database);
    private final RegistryRepository registry = registry(NOW);
    private final SenderId sender = new SenderId(fresh("s"));
    private final String waba = fresh("w");

    private record Bounds(int maxPortfolios, int maxSenders, int maxTemplates, long maxTemplateBytes)
            implements TenantBoundsConfig {}

    @BeforeAll
    static void openSessions() {
        sessions = new TestSessions(PortfolioRow.class, SenderRow.class, TemplateRow.class);
    }

    @AfterAll
    static void closeSessions() {
        sessions.close();
    }

    @Test
    void aPortfolioBelongsToItsTenant() {
        assertThat(put(portfolio, tenant)).isEqualTo(CREATED);
        assertThat(await(registry.putPortfolio(portfolio, tenant, -1))).isEqualTo(CHANGED);
        assertThat(put(portfolio, new TenantId(fresh("t")))).isEqualTo(NOT_FOUND);

        assertThat(book.find(portfolio)).hasValueSatisfying(found -> {
            assertThat(found.tenant()).isEqualTo(tenant);
            assertThat(found.messagingLimit()).isEqualTo(-1);
        });
        assertThat(projected).containsExactly(portfolio, portfolio);
        put(new PortfolioId(fresh("p")), tenant);
        assertThat(put(new PortfolioId(fresh("p")), tenant)).isEqualTo(TOO_MANY_PORTFOLIOS);
    }

    @Test
    void aNumberIsReadAsItWasRegistered() {
        put(portfolio, tenant);
        assertThat(put(draft(portfolio, waba, Optional.empty()))).isEqualTo(TOKEN_MISSING);
        assertThat(put(draft(portfolio, waba, Optional.of(new AccessToken("sesame")))))
                .isEqualTo(CREATED);
        assertThat(put(draft(portfolio, waba, Optional.empty()))).isEqualTo(CHANGED);

        SenderDraft stored = await(registry.sender(sender, tenant)).orElseThrow();

        assertThat(stored).isEqualTo(draft(portfolio, waba, Optional.of(new AccessToken("sesame"))));
        assertThat(await(registry.sender(sender, new TenantId(fresh("t"))))).isEmpty();
        assertThat(book.find(sender))
                .hasValueSatisfying(
                        found -> assertThat(SenderDraft.of(found)).isEqualTo(draft(portfolio, waba, Optional.empty())));
        assertThat(await(projection.facts(portfolio)).numbers())
                .containsExactly(new SenderFacts(sender, 80, Optional.of(1_000L), false));
        assertThat(await(projection.accounts(portfolio))).containsExactly(waba);
        assertThatThrownBy(() -> await(projection.facts(new PortfolioId(fresh("p")))))
                .hasMessageContaining("is not registered");
    }

    @Test
    void aNumberNeedsAPortfolioOfItsTenantAndAnAccountOfThePortfolio() {
        PortfolioId strangers = new PortfolioId(fresh("p"));
        put(strangers, new TenantId(fresh("t")));
        put(portfolio, tenant);
        PortfolioId second = new PortfolioId(fresh("p"));
        put(second, tenant);
        assertThat(put(withToken(strangers, waba))).isEqualTo(PORTFOLIO_UNKNOWN);
        assertThat(put(withToken(new PortfolioId(fresh("p")), waba))).isEqualTo(PORTFOLIO_UNKNOWN);
        assertThat(put(withToken(portfolio, waba))).isEqualTo(CREATED);

        SenderId other = new SenderId(fresh("s"));

        assertThat(await(registry.putSender(other, tenant, old -> withToken(second, waba))))
                .isEqualTo(ACCOUNT_ELSEWHERE);
        assertThat(await(registry.putSender(other, tenant, old -> withToken(portfolio, waba))))
                .isEqualTo(CREATED);
        assertThat(await(registry.putSender(new SenderId(fresh("s")), tenant, old -> withToken(portfolio, waba))))
                .isEqualTo(TOO_MANY_SENDERS);
        assertThat(await(registry.putSender(sender, new TenantId(fresh("t")), old -> withToken(portfolio, waba))))
                .isEqualTo(NOT_FOUND);
    }

    @Test
    void aNumberMovesOnceNothingOfItIsQueuedOrSentLately() {
        put(portfolio, tenant);
        PortfolioId second = new PortfolioId(fresh("p"));
        put(second, tenant);
        put(withToken(portfolio, waba));
        UUID message = message();
        String account = fresh("w");

        assertThat(put(withToken(second, account))).isEqualTo(MESSAGES_QUEUED);
        sql("UPDATE message SET open = false, attempt_at = now() - interval '1 hour' WHERE id = $1", message);
        assertThat(put(withToken(second, account))).isEqualTo(SENT_LATELY);
        sql("UPDATE message SET attempt_at = now() - interval '25 hours', counted_at = now() WHERE id = $1", message);
        assertThat(put(withToken(second, account))).isEqualTo(SENT_LATELY);
        sql("UPDATE message SET counted_at = NULL WHERE id = $1", message);
        assertThat(put(withToken(second, account))).isEqualTo(CHANGED);
        assertThat(book.find(sender))
                .hasValueSatisfying(moved -> assertThat(moved.portfolio()).isEqualTo(second));
    }

    @Test
    void aChangeThatThrowsChangesNothing() {
        put(portfolio, tenant);
        put(withToken(portfolio, waba));
        long version = book.version();

        assertThatThrownBy(() -> await(registry.putSender(sender, tenant, old -> {
                    throw new IllegalArgumentException("refused by the caller");
                })))
                .hasMessageContaining("refused by the caller");

        await(book.refresh());
        assertThat(book.find(sender)).isPresent();
        assertThat(sql("SELECT FROM sender WHERE id = $1 AND version <= $2", sender.value(), version))
                .hasSize(1);
    }

    @Test
    void templatesAreReadOneByOneAndInPages() {
        account();
        assertThat(putTemplates(approved("b"), approved("a"))).isEqualTo(CREATED);
        assertThat(putTemplates(approved("a"))).isEqualTo(CHANGED);

        Registry.TemplatePage first = await(registry.templates(waba, tenant, "", "", 1));
        Registry.TemplatePage second = await(registry.templates(waba, tenant, "a", "en", 1));

        assertThat(first.templates())
                .extracting(draft -> draft.template().key().name())
                .containsExactly("a");
        assertThat(first.hasMore()).isTrue();
        assertThat(second.templates())
                .extracting(draft -> draft.template().key().name())
                .containsExactly("b");
        assertThat(second.hasMore()).isFalse();
        assertThat(await(registry.template(key("a"), tenant)))
                .hasValueSatisfying(found -> assertThat(found.components()).containsExactly('[', ']'));
        assertThat(await(registry.template(key("a"), new TenantId(fresh("t"))))).isEmpty();
        assertThat(book.find(key("b"))).isPresent();
    }

    @Test
    void theProjectionReadsTheTemplatesThatChangedSinceAPlace() {
        account();
        putTemplates(approved("a"), approved("b"));
        List<TemplateFacts> all = await(projection.templates(portfolio, waba, TemplatePlace.START, 10));
        TemplatePlace last = all.get(1).place();
        putTemplates(approved("a"));

        assertThat(all).extracting(facts -> facts.key().name()).containsExactly("a", "b");
        assertThat(await(projection.changedAccounts(portfolio, Map.of(waba, last))))
                .containsExactly(waba);
        assertThat(await(projection.templates(portfolio, waba, last, 10)))
                .extracting(facts -> facts.key().name())
                .containsExactly("a");
        TemplatePlace now =
                await(projection.templates(portfolio, waba, last, 10)).get(0).place();
        assertThat(await(projection.changedAccounts(portfolio, Map.of(waba, now, fresh("w"), TemplatePlace.START))))
                .isEmpty();
    }

    @Test
    void templatesNeedAnAccountWithANumberOfTheTenant() {
        assertThat(putTemplates(approved("a"))).isEqualTo(NOT_FOUND);
    }

    @Test
    void templatesBeyondABoundAreRefusedAllOrByThemselves() {
        account();
        assertThat(putTemplates(approved("a"), approved("b"), approved("c"), approved("d")))
                .isEqualTo(TOO_MANY_TEMPLATES);
        assertThat(await(registry.template(key("a"), tenant))).isEmpty();

        Registry.Fitting fitting = await(registry.putFittingTemplates(
                waba, tenant, List.of(approved("a"), approved("b"), approved("c"), approved("d"))));

        assertThat(fitting.registration()).isEqualTo(CREATED);
        assertThat(fitting.refused()).containsExactly(Map.entry(key("d"), TOO_MANY_TEMPLATES));
        assertThat(await(registry.template(key("c"), tenant))).isPresent();
    }

    @Test
    void aDeletedTemplateIsGoneAndRememberedForAWhile() {
        account();
        putTemplates(approved("a"), approved("b"), approved("c"));
        for (String name : List.of("a", "b", "c")) {
            assertThat(await(registry.deleteTemplate(key(name), tenant))).isEqualTo(CHANGED);
            assertThat(await(registry.deleteTemplate(key(name), tenant))).isEqualTo(NOT_FOUND);
        }
        assertThat(book.find(key("a"))).isEmpty();
        assertThat(await(projection.templates(portfolio, waba, TemplatePlace.START, 10)))
                .allMatch(TemplateFacts::deleted)
                .hasSize(3);
        putTemplates(approved("d"));

        assertThat(await(registry.deleteTemplate(key("d"), tenant))).isEqualTo(TOO_MANY_DELETED_TEMPLATES);
        assertThat(await(registry(NOW.plus(Duration.ofDays(8))).deleteTemplate(key("d"), tenant)))
                .isEqualTo(CHANGED);
    }

    @Test
    void aToldPauseKeepsItsKnownEnd() {
        account();
        putTemplates(approved("a"));
        Instant end = NOW.plusSeconds(600);

        await(registry.tellTemplate(key("a"), TemplateStatus.PAUSED, Optional.of(end)));
        assertThat(await(registry.tellTemplate(key("a"), TemplateStatus.PAUSED, Optional.empty())))
                .isEqualTo(CHANGED);

        assertThat(stored("a").pausedUntil()).contains(end);
        await(registry.tellTemplate(key("a"), TemplateStatus.APPROVED, Optional.empty()));
        assertThat(stored("a")).isEqualTo(template(key("a"), TemplateStatus.APPROVED));
        assertThat(await(registry.tellTemplate(key("x"), TemplateStatus.PAUSED, Optional.empty())))
                .isEqualTo(NOT_FOUND);
    }

    @Test
    void refusalsPauseForLongerEachTimeAndEchoesChangeNothing() {
        account();
        putTemplates(approved("a"));
        assertThat(refuse(NOW)).as("began before the status was reported").isEqualTo(UNCHANGED);
        assertThat(refuse(NOW.plusSeconds(1))).isEqualTo(CHANGED);
        assertThat(stored("a").pausedUntil()).contains(NOW.plus(Duration.ofHours(1)));
        assertThat(refuse(NOW.plusSeconds(2))).as("during its pause").isEqualTo(UNCHANGED);
        assertThat(refuse(NOW.plus(Duration.ofHours(2)))).isEqualTo(CHANGED);
        assertThat(stored("a").pausedUntil()).contains(NOW.plus(Duration.ofHours(2)));
        assertThat(await(registry.refuseTemplate(
                        portfolio, key("x"), TemplateStatus.PAUSED, refusal(NOW.plusSeconds(1)))))
                .isEqualTo(NOT_FOUND);
    }

    private Registration refuse(Instant began) {
        return await(registry.refuseTemplate(portfolio, key("a"), TemplateStatus.PAUSED, refusal(began)));
    }

    private static Feedback.Refusal refusal(Instant began) {
        Backoff backoff = new Backoff(Duration.ofHours(1), 2, Duration.ofHours(6));
        return new Feedback.Refusal(Reason.TEMPLATE_PAUSED, backoff, began, NOW);
    }

    private Template stored(String name) {
        return await(registry.template(key(name), tenant)).orElseThrow().template();
    }

    private void account() {
        put(portfolio, tenant);
        put(withToken(portfolio, waba));
    }

    private Registration put(PortfolioId id, TenantId owner) {
        return await(registry.putPortfolio(id, owner, 250));
    }

    private Registration put(SenderDraft draft) {
        return await(registry.putSender(sender, tenant, old -> draft));
    }

    private Registration putTemplates(TemplateDraft... drafts) {
        return await(registry.putTemplates(waba, tenant, List.of(drafts)));
    }

    private TemplateDraft approved(String name) {
        return new TemplateDraft(template(key(name), TemplateStatus.APPROVED), new byte[] {'[', ']'});
    }

    private TemplateKey key(String name) {
        return new TemplateKey(waba, name, "en");
    }

    private static SenderDraft withToken(PortfolioId portfolio, String waba) {
        return draft(portfolio, waba, Optional.of(new AccessToken("sesame")));
    }

    private static SenderDraft draft(PortfolioId portfolio, String waba, Optional<AccessToken> token) {
        return new SenderDraft(
                portfolio, waba, "15550000001", URI.create("https://x"), token, 80, Optional.of(1_000L), false, true);
    }

    private UUID message() {
        UUID id = UUID.randomUUID();
        sql(
                "INSERT INTO message (id, tenant, portfolio, sender, person, address, category, state, accepted_at,"
                        + " expires_at, body) VALUES ($1, $2, $3, $4, 1, '+628', 1, $5, now(), now(), '')",
                id,
                tenant.value(),
                portfolio.value(),
                sender.value(),
                // Open, though in a state in which no running program does anything with it.
                State.DELIVERED.code());
        return id;
    }

    private RegistryRepository registry(Instant now) {
        LiveProjection live = new LiveProjection() {
            @Override
            public Uni<Void> projectPersons(PortfolioId changed, Collection<PersonId> persons) {
                throw new IllegalStateException("no person changes");
            }

            @Override
            public Uni<Void> projectDirectory(PortfolioId changed) {
                return Uni.createFrom().voidItem().invoke(() -> projected.add(changed));
            }
        };
        return new RegistryRepository(
                sessions.mutiny(),
                TestDatabase.get().vertx(),
                database,
                secrets,
                BOUNDS,
                new TemplateReader(database),
                book,
                new Projector(live, new ProjectionOutboxRepository(database)),
                InstantSource.fixed(now));
    }
}
