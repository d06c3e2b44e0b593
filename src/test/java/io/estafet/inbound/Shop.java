package io.estafet.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import io.estafet.directory.People;
import io.estafet.directory.Registration;
import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.directory.TemplateDraft;
import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.Journal;
import io.estafet.journal.NewMessage;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.journal.RightToSend;
import io.estafet.message.AttemptId;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.recipient.Address;
import io.estafet.redis.Keys;
import io.estafet.sender.AccessToken;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Makes businesses with a number each, and messages of theirs as far on their way as a test wants them. */
@Singleton
class Shop {

    static final TenantId TENANT = new TenantId("demo");
    static final Address PERSON = Address.phone("+6281200000007");

    private final Registry registry;
    private final People people;
    private final Journal journal;
    private final RightToSend rights;
    private final OpenMessages messages;

    Shop(Registry registry, People people, Journal journal, RightToSend rights, OpenMessages messages) {
        this.registry = registry;
        this.people = people;
        this.journal = journal;
        this.rights = rights;
        this.messages = messages;
    }

    /** A portfolio with one number and one approved template {@code order_ready} in {@code en_US}. */
    record Business(PortfolioId portfolio, SenderId sender, String wabaId, String digits, PersonId person) {

        TemplateKey template() {
            return new TemplateKey(wabaId, "order_ready", "en_US");
        }
    }

    Business business() {
        String name = UUID.randomUUID().toString().substring(0, 13);
        PortfolioId portfolio = new PortfolioId("p-" + name);
        SenderId sender = new SenderId("s-" + name);
        String waba = "w-" + name;
        String digits = "1" + Math.floorMod(name.hashCode(), 1_000_000_000);
        await(registry.putPortfolio(portfolio, TENANT, 250));
        await(registry.putSender(sender, TENANT, old -> draft(portfolio, waba, "+" + digits)));
        Template template =
                new Template(new TemplateKey(waba, "order_ready", "en_US"), Category.UTILITY, TemplateStatus.APPROVED);
        await(registry.putTemplates(waba, TENANT, List.of(new TemplateDraft(template, bytes("[]")))));
        PersonId person = await(people.resolve(portfolio, Set.of(PERSON))).get(PERSON);
        // No replica dispatches here, and so none loads the portfolio: that nobody was counted is said by hand.
        Redis.ask(Servers.redis(), "HSET " + Keys.of(portfolio).charges() + " 0 1");
        return new Business(portfolio, sender, waba, digits, person);
    }

    /** Registers the business' number for another portfolio or account. */
    void move(Business business, PortfolioId portfolio, String wabaId) {
        SenderDraft moved = draft(portfolio, wabaId, "+" + business.digits());
        assertThat(await(registry.putSender(business.sender(), TENANT, old -> moved)))
                .isEqualTo(Registration.CHANGED);
    }

    private static SenderDraft draft(PortfolioId portfolio, String waba, String display) {
        return new SenderDraft(
                portfolio,
                waba,
                display,
                URI.create("http://127.0.0.1:1"),
                Optional.of(new AccessToken("token-" + waba)),
                80,
                Optional.empty(),
                false,
                true);
    }

    List<MessageId> accept(Business business, int count) {
        Instant now = Instant.now();
        List<NewMessage> acceptances = IntStream.range(0, count)
                .mapToObj(i -> acceptance(business, now))
                .toList();
        await(journal.accept(acceptances));
        return acceptances.stream().map(NewMessage::id).toList();
    }

    /** A free-form message whose fallback is the business' template. */
    MessageId acceptWithFallback(Business business) {
        NewMessage.Fallback fallback =
                new NewMessage.Fallback(business.template().text(), Category.UTILITY, bytes("{\"type\":\"template\"}"));
        NewMessage acceptance =
                acceptance(business, Instant.now(), Category.SERVICE, Optional.empty(), Optional.of(fallback));
        await(journal.accept(List.of(acceptance)));
        return acceptance.id();
    }

    private static NewMessage acceptance(Business business, Instant now) {
        return acceptance(
                business, now, Category.UTILITY, Optional.of(business.template().text()), Optional.empty());
    }

    private static NewMessage acceptance(
            Business business,
            Instant now,
            Category category,
            Optional<String> template,
            Optional<NewMessage.Fallback> fallback) {
        return new NewMessage(
                new MessageId(Generators.timeBasedEpochGenerator().generate()),
                TENANT,
                business.portfolio(),
                business.sender(),
                business.person(),
                PERSON.value(),
                category,
                template,
                bytes("{\"type\":\"template\"}"),
                fallback,
                now,
                Optional.empty(),
                now.plus(Duration.ofDays(7)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Commits the right to attempt 1, charged; again while Redis has yet to learn of the business. */
    void send(Business business, List<MessageId> ids) {
        Set<MessageId> waiting = new HashSet<>(ids);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            waiting.removeAll(claim(business, List.copyOf(waiting)).keySet());
            return waiting.isEmpty();
        });
    }

    private Map<MessageId, RightToSend.Right> claim(Business business, List<MessageId> ids) {
        Instant now = Instant.now();
        return await(rights.claim(ids.stream()
                .map(id -> new RightToSend.Claim(
                        new AttemptId(id, 1),
                        business.portfolio(),
                        1,
                        Optional.of(now),
                        false,
                        now,
                        now.plusSeconds(8)))
                .toList()));
    }

    /** Records how attempt 1 ended. */
    void answered(List<MessageId> ids, State state) {
        await(journal.record(ids.stream()
                .map(id -> new AttemptOutcome(
                        new AttemptId(id, 1),
                        state,
                        Optional.empty(),
                        Optional.empty(),
                        state == State.SENT ? Optional.of("wamid." + id + ".1") : Optional.empty(),
                        Optional.empty(),
                        state == State.UNKNOWN,
                        false,
                        false,
                        Instant.now()))
                .toList()));
    }

    List<MessageId> sent(Business business, int count) {
        List<MessageId> ids = accept(business, count);
        send(business, ids);
        answered(ids, State.SENT);
        return ids;
    }

    OpenMessage message(MessageId id) {
        return await(messages.find(List.of(id))).get(0);
    }

    State state(MessageId id) {
        return message(id).state();
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
