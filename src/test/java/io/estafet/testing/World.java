package io.estafet.testing;

import com.fasterxml.uuid.Generators;
import io.estafet.directory.ConsentChange;
import io.estafet.directory.Consents;
import io.estafet.directory.People;
import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.directory.TemplateDraft;
import io.estafet.journal.AcceptResult;
import io.estafet.journal.Journal;
import io.estafet.journal.NewMessage;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.queue.Entry;
import io.estafet.queue.Queue;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentStatus;
import io.estafet.sender.AccessToken;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a test of the whole way needs: numbers, templates and people that no other test has, and messages for them. */
@Singleton
public class World {

    public static final TenantId TENANT = new TenantId("demo");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RUN = Long.toString(System.nanoTime(), 36);
    private static final AtomicLong NEXT = new AtomicLong();
    private static final AtomicLong NEXT_PHONE = new AtomicLong();

    private final Registry registry;
    private final Consents consents;
    private final People people;
    private final Journal journal;
    private final Queue queue;
    private final InstantSource clock;

    World(Registry registry, Consents consents, People people, Journal journal, Queue queue, InstantSource clock) {
        this.registry = registry;
        this.consents = consents;
        this.people = people;
        this.journal = journal;
        this.queue = queue;
        this.clock = clock;
    }

    /** One number with approved templates "utility", "marketing" and "authentication", told to both sides. */
    public record Number(PortfolioId portfolio, SenderId sender, String wabaId) {

        public Optional<String> template(Category category) {
            return Optional.of(new TemplateKey(wabaId, category.word(), "en_US").text());
        }
    }

    public Number number(WhatsApp whatsApp, long messagingLimit, int throughput) {
        PortfolioId portfolio = new PortfolioId(fresh("p"));
        await(registry.putPortfolio(portfolio, TENANT, messagingLimit));
        whatsApp.portfolio(portfolio.value(), messagingLimit);
        return number(whatsApp, portfolio, throughput, Optional.empty());
    }

    public Number number(WhatsApp whatsApp, PortfolioId portfolio, int throughput, Optional<Long> dailyLimit) {
        SenderId sender = new SenderId(fresh("s"));
        String wabaId = fresh("w");
        whatsApp.number(sender.value(), wabaId, portfolio.value(), throughput);
        await(registry.putSender(
                sender,
                TENANT,
                old -> new SenderDraft(
                        portfolio,
                        wabaId,
                        "15550000001",
                        URI.create(whatsApp.baseUrl()),
                        Optional.of(new AccessToken(WhatsApp.TOKEN)),
                        throughput,
                        dailyLimit,
                        false,
                        true)));
        List<TemplateDraft> templates = new ArrayList<>();
        for (Category category : List.of(Category.UTILITY, Category.MARKETING, Category.AUTHENTICATION)) {
            whatsApp.template(wabaId, category.word(), category.name());
            templates.add(new TemplateDraft(
                    new Template(new TemplateKey(wabaId, category.word(), "en_US"), category, TemplateStatus.APPROVED),
                    "[]".getBytes(StandardCharsets.UTF_8)));
        }
        await(registry.putTemplates(wabaId, TENANT, templates));
        return new Number(portfolio, sender, wabaId);
    }

    /** Phone numbers that nobody else has; those that agreed to everything. */
    public List<String> agreeing(PortfolioId portfolio, int count) {
        List<String> phones = strangers(count);
        for (int from = 0; from < count; from += Consents.MAX_CHANGES) {
            List<ConsentChange> changes = phones.subList(from, Math.min(count, from + Consents.MAX_CHANGES)).stream()
                    .map(phone -> new ConsentChange(
                            portfolio,
                            Address.phone(phone),
                            Optional.empty(),
                            ConsentStatus.OPTED_IN,
                            "test",
                            clock.instant()))
                    .toList();
            await(consents.put(changes));
        }
        return phones;
    }

    /**
     * Everybody agrees to nothing any more; Redis is to be told, and should have been a while ago. Answers since when.
     */
    public Instant takeBackUntoldToRedis(PortfolioId portfolio) {
        int out = ConsentStatus.OPTED_OUT.code();
        String change = """
                WITH said AS (
                  UPDATE consent SET marketing = %d, utility = %d, authentication = %d WHERE portfolio = '%s'
                  RETURNING person)
                INSERT INTO projection_outbox (portfolio, persons, at)
                SELECT '%s', array_agg(person), clock_timestamp() - interval '1 minute' FROM said
                """.formatted(out, out, out, portfolio, portfolio);
        Statements.execute(change);
        return clock.instant();
    }

    /** How many rights to send were given out later than that. */
    public static long rightsSince(SenderId sender, Instant since) {
        return Statements.number(
                "SELECT count(*) FROM message WHERE sender = ? AND attempt_at > ?::timestamptz",
                sender.value(),
                since.toString());
    }

    /** Phone numbers that nobody else has and that never said anything. */
    public List<String> strangers(int count) {
        List<String> phones = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            phones.add("+62%012d".formatted(100_000_000_000L + NEXT_PHONE.incrementAndGet()));
        }
        return phones;
    }

    /** Accepts one template message for each phone number, in one group; answers the ids in their order. */
    public List<MessageId> accept(Number number, Category category, List<String> phones) {
        Map<Address, PersonId> ids = await(people.resolve(
                number.portfolio(), phones.stream().map(Address::phone).toList()));
        List<NewMessage> acceptances = phones.stream()
                .map(phone -> acceptance(number, category, ids.get(Address.phone(phone)), phone))
                .toList();
        List<AcceptResult> accepted = await(journal.accept(acceptances));
        List<Entry> entries = acceptances.stream().map(World::entry).toList();
        // A Redis that is away is the sweeper's matter.
        await(queue.enqueue(number.portfolio(), entries).onFailure().recoverWithItem(0));
        return accepted.stream().map(AcceptResult::id).toList();
    }

    private NewMessage acceptance(Number number, Category category, PersonId person, String phone) {
        Instant now = clock.instant();
        boolean freeForm = category == Category.SERVICE;
        String body = freeForm
                ? "{\"type\":\"text\",\"text\":{\"body\":\"Selamat pagi 👋 مرحبا\"}}"
                : """
                {"type":"template","template":{"name":"%s","language":{"code":"en_US"},"components":[{"type":"body",\
                "parameters":[{"type":"text","text":"Ana"}]}]}}""".formatted(category.word());
        return new NewMessage(
                new MessageId(Generators.timeBasedEpochRandomGenerator().construct(now.toEpochMilli())),
                TENANT,
                number.portfolio(),
                number.sender(),
                person,
                phone,
                category,
                freeForm ? Optional.empty() : number.template(category),
                body.getBytes(StandardCharsets.UTF_8),
                Optional.empty(),
                now,
                Optional.empty(),
                now.plus(Duration.ofDays(7)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Entry entry(NewMessage acceptance) {
        return new Entry(
                acceptance.id(),
                acceptance.sender(),
                acceptance.person(),
                acceptance.category(),
                acceptance.template(),
                acceptance.expiresAt().toEpochMilli(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** How many messages of a number are in each state (and reason), by the journal. */
    public static Map<String, Long> states(SenderId sender) {
        Map<String, Long> states = new TreeMap<>();
        String sql = "SELECT state, reason, count(*) FROM message WHERE sender = ? GROUP BY 1, 2";
        Statements.rows(row -> states.merge(word(row), row.getLong(3), Long::sum), sql, sender.value());
        return states;
    }

    private static String word(ResultSet row) throws SQLException {
        String state = State.ofCode(row.getInt(1)).word();
        int reason = row.getInt(2);
        return row.wasNull() ? state : state + "/" + Reason.values()[reason].word();
    }

    /** Until when a number's held messages wait, by the journal. */
    public List<Instant> untils(SenderId sender) {
        String sql = "SELECT until FROM message WHERE sender = ? AND until IS NOT NULL";
        return Statements.rows(row -> row.getTimestamp(1).toInstant(), sql, sender.value());
    }

    public static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private static String fresh(String what) {
        return what + RUN + NEXT.incrementAndGet();
    }
}
