package io.estafet.intake;

import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.directory.TemplateDraft;
import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.sender.AccessToken;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.Statements;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A number of its own for a test, paused so that nothing leaves, and the messages for it. */
public final class Doors {

    public static final TenantId TENANT = new TenantId("demo");

    /** The message object of {@link #putTemplate}. */
    static final String TEMPLATE =
            "{\"type\":\"template\",\"template\":{\"name\":\"hello\",\"language\":{\"code\":\"en_US\"}}}";

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String RUN = Long.toString(System.nanoTime(), 36);

    public final SenderId sender = new SenderId("is-" + RUN + "-" + NEXT.incrementAndGet());
    public final PortfolioId portfolio = new PortfolioId("ip-" + sender);

    public Doors(Registry registry) {
        await(registry.putPortfolio(portfolio, TENANT, -1));
        await(registry.putSender(sender, TENANT, old -> draft()));
    }

    /** Registers the approved template "hello" of category utility. */
    void putTemplate(Registry registry) {
        TemplateKey key = new TemplateKey(waba(), "hello", "en_US");
        Template template = new Template(key, Category.UTILITY, TemplateStatus.APPROVED);
        byte[] components = "[]".getBytes(StandardCharsets.UTF_8);
        await(registry.putTemplates(waba(), TENANT, List.of(new TemplateDraft(template, components))));
    }

    private String waba() {
        return "iw-" + sender;
    }

    /** The message's JSON, as every door takes it. */
    public String json(String reference, String more) {
        return "{\"sender\":\"" + sender + "\",\"to\":\"+6281200000001\",\"message\":{\"type\":\"text\",\"text\":"
                + "{\"body\":\"Halo \uD83D\uDE42\"}},\"reference\":\"" + reference + "\"" + more + "}";
    }

    ParsedMessage request(String reference, String key) {
        return request(reference, "", key);
    }

    ParsedMessage request(String reference, String more, String key) {
        byte[] json = json(reference, more).getBytes(StandardCharsets.UTF_8);
        return RequestParser.parse(Source.HTTP, json, Optional.ofNullable(key)).match(request -> request, refusal -> {
            throw new AssertionError(refusal.toString());
        });
    }

    /** Messages of this number in the journal with that reference. */
    public long journalled(String reference) {
        String count = "SELECT count(*) FROM message WHERE sender = ? AND reference = ?";
        return Statements.number(count, sender.value(), reference);
    }

    /** How many messages of this number the journal has, by those references. */
    public Map<String, Long> times(Collection<String> references) {
        Map<String, Long> times = new HashMap<>();
        references.forEach(reference -> times.put(reference, 0L));
        String count = "SELECT reference, count(*) FROM message WHERE sender = ? GROUP BY reference";
        Statements.rows(row -> times.replace(row.getString(1), row.getLong(2)), count, sender.value());
        return times;
    }

    public static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    private SenderDraft draft() {
        return new SenderDraft(
                portfolio,
                waba(),
                "+62 21 1",
                URI.create("http://127.0.0.1:9"),
                Optional.of(new AccessToken("t")),
                80,
                Optional.empty(),
                true,
                true);
    }
}
