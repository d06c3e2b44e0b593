package io.estafet.directory.redis;

import io.estafet.directory.KeyedSequencer;
import io.estafet.directory.ProjectionSource;
import io.estafet.directory.ProjectionSource.Suppressed;
import io.estafet.directory.Suppression;
import io.estafet.directory.redis.RevisionScript.Revisions;
import io.estafet.directory.redis.RevisionScript.Write;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Suppressed people in one sorted set: letter and person -> end. They are few compared with all people of a portfolio.
 */
@Singleton
final class SuppressionProjection {

    private static final int PAGE = 5_000;
    /** The smallest page, which is read within a millisecond or two. */
    private static final int SMALLEST = 128;

    private static final String MARK = "0";
    private static final String LIFTED = "0";

    private final RedisLink redis;
    private final ProjectionSource source;
    private final SenderBook book;
    private final InstantSource clock;
    private final RevisionScript script;
    private final KeyedSequencer<PortfolioId> sequencer = new KeyedSequencer<>();

    SuppressionProjection(RedisLink redis, ProjectionSource source, SenderBook book, InstantSource clock) {
        this.redis = redis;
        this.source = source;
        this.book = book;
        this.clock = clock;
        this.script = new RevisionScript(redis, Script.load("directory/write_suppressions"));
    }

    /**
     * Writes the suppressions that are in force for the persons. A person without any is freed: the messages that wait
     * for them are looked at again at once.
     */
    Uni<Void> write(PortfolioId portfolio, Collection<PersonId> persons) {
        Uni<Write> read = Uni.createFrom()
                .deferred(() -> source.suppressions(portfolio, persons, clock.instant()))
                .map(found -> write(portfolio, all(persons), found));
        return sequencer.inTurn(portfolio, script.write(revisions(portfolio), read));
    }

    /** Writes all suppressions, then the mark. */
    Uni<Void> load(PortfolioId portfolio) {
        return Uni.createFrom()
                .deferred(() -> loadPages(portfolio, new AtomicLong()))
                .chain(() -> redis.send(Command.ZADD, Keys.of(portfolio).suppressed(), "+inf", MARK))
                .replaceWithVoid();
    }

    private Uni<Void> loadPages(PortfolioId portfolio, AtomicLong last) {
        return LoadSize.inPages(
                SMALLEST,
                PAGE,
                size -> loadPage(portfolio, last.get(), size)
                        .invoke(page ->
                                page.forEach(one -> last.set(one.person().value())))
                        .map(page -> page.size() >= size));
    }

    private Uni<List<Suppressed>> loadPage(PortfolioId portfolio, long after, int size) {
        AtomicReference<List<Suppressed>> page = new AtomicReference<>(List.of());
        Uni<Write> read = Uni.createFrom()
                .deferred(() -> source.suppressions(portfolio, after, clock.instant(), size))
                .invoke(page::set)
                .map(found -> write(portfolio, new LinkedHashMap<>(), found));
        return sequencer
                .inTurn(portfolio, script.write(revisions(portfolio), read, LoadSize.TRIES))
                .map(written -> page.get());
    }

    private static Revisions revisions(PortfolioId portfolio) {
        return Revisions.whole(Keys.of(portfolio).suppressedRevision());
    }

    private static Map<String, String> all(Collection<PersonId> persons) {
        Map<String, String> members = new LinkedHashMap<>();
        for (PersonId person : persons) {
            for (Suppression kind : Suppression.values()) {
                members.put(kind.letter() + person.toString(), LIFTED);
            }
        }
        return members;
    }

    private Write write(PortfolioId portfolio, Map<String, String> members, List<Suppressed> found) {
        Keys keys = Keys.of(portfolio);
        found.forEach(one -> members.put(
                one.kind().letter() + one.person().toString(),
                Long.toString(one.endsAt().toEpochMilli())));
        List<String> all = new ArrayList<>(List.of(keys.suppressed()));
        book.senders(portfolio).forEach(sender -> all.add(keys.due(sender.id())));
        List<String> arguments = new ArrayList<>(2 * members.size());
        members.forEach((member, end) -> {
            arguments.add(member);
            arguments.add(end);
        });
        return new Write(all, arguments);
    }
}
