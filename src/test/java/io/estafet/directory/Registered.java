package io.estafet.directory;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.sender.AccessToken;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Names that no other test has, and the plainest registrations. */
public final class Registered {

    static final TenantId TENANT = new TenantId("demo");
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String RUN = Long.toString(System.nanoTime(), 36);

    private Registered() {}

    public static String fresh(String what) {
        return what + "-" + RUN + "-" + NEXT.incrementAndGet();
    }

    public static PortfolioId portfolio(Registry registry, long limit) {
        PortfolioId id = new PortfolioId(fresh("p"));
        await(registry.putPortfolio(id, TENANT, limit));
        return id;
    }

    public static SenderId sender(Registry registry, PortfolioId portfolio, String wabaId) {
        SenderId id = new SenderId(fresh("s"));
        await(registry.putSender(id, TENANT, old -> draft(portfolio, wabaId)));
        return id;
    }

    /** Nothing is taken of its messages. */
    static SenderId pausedSender(Registry registry, PortfolioId portfolio, String wabaId) {
        SenderId id = new SenderId(fresh("s"));
        await(registry.putSender(id, TENANT, old -> draft(portfolio, wabaId, true)));
        return id;
    }

    static SenderDraft draft(PortfolioId portfolio, String wabaId) {
        return draft(portfolio, wabaId, false);
    }

    private static SenderDraft draft(PortfolioId portfolio, String wabaId, boolean paused) {
        return new SenderDraft(
                portfolio,
                wabaId,
                "+62 21 1234",
                URI.create("https://graph.facebook.com"),
                Optional.of(new AccessToken("secret-of-" + wabaId)),
                80,
                Optional.empty(),
                paused,
                true);
    }

    public static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
