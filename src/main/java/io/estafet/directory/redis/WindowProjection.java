package io.estafet.directory.redis;

import io.estafet.clock.MovableClock;
import io.estafet.directory.ProjectionSource;
import io.estafet.directory.ProjectionSource.Window;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.reactive.Unis;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The open customer service windows of a number. An end only moves forward, so that no live change is undone. */
@Singleton
record WindowProjection(RedisLink redis, ProjectionSource source, MovableClock clock) {

    private static final int PAGE = 10_000;
    private static final int MEMBERS_PER_COMMAND = 500;
    private static final String MARK = "0";

    /** Loads the number's windows unless they are marked as whole. */
    Uni<Void> loadIfMissing(PortfolioId portfolio, SenderId sender) {
        return redis.send(Command.ZSCORE, Keys.of(portfolio).window(sender), MARK)
                .chain(mark -> mark == null ? load(portfolio, sender) : Unis.done());
    }

    /** Writes all open windows, then the mark. */
    Uni<Void> load(PortfolioId portfolio, SenderId sender) {
        String key = Keys.of(portfolio).window(sender);
        return now().chain(now -> loadPages(portfolio, sender, now))
                .chain(() -> redis.send(Command.ZADD, key, "+inf", MARK))
                .replaceWithVoid();
    }

    /**
     * The time by Redis' clock, which the take uses too. If this replica's own clock were an hour ahead, its use would
     * leave out windows that are open.
     */
    private Uni<Instant> now() {
        return redis.send(Command.TIME)
                .map(time -> Instant.ofEpochSecond(time.get(0).toLong()).plusMillis(clock.offsetMillis()));
    }

    private Uni<Void> loadPages(PortfolioId portfolio, SenderId sender, Instant now) {
        AtomicLong last = new AtomicLong();
        return Unis.whileTrue(() -> loadPage(portfolio, sender, last, now));
    }

    private Uni<Boolean> loadPage(PortfolioId portfolio, SenderId sender, AtomicLong last, Instant now) {
        return source.windows(portfolio, sender, last.get(), now, PAGE)
                .invoke(windows -> windows.stream()
                        .mapToLong(window -> window.person().value())
                        .max()
                        .ifPresent(last::set))
                .call(windows -> redis.batch(commands(Keys.of(portfolio).window(sender), windows)))
                .map(windows -> windows.size() == PAGE);
    }

    private static List<Request> commands(String key, List<Window> windows) {
        List<Request> commands = new ArrayList<>();
        for (List<Window> part : Unis.parts(windows, MEMBERS_PER_COMMAND)) {
            Request command = RedisLink.request(Command.ZADD, key, "GT");
            part.forEach(window -> command.arg(window.endsAt().toEpochMilli())
                    .arg(window.person().toString()));
            commands.add(command);
        }
        return commands;
    }
}
