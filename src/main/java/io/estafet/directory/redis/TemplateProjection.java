package io.estafet.directory.redis;

import io.estafet.directory.KeyedSequencer;
import io.estafet.directory.ProjectionSource;
import io.estafet.directory.ProjectionSource.TemplateFacts;
import io.estafet.directory.ProjectionSource.TemplatePlace;
import io.estafet.directory.redis.RevisionScript.Revisions;
import io.estafet.directory.redis.RevisionScript.Write;
import io.estafet.message.PortfolioId;
import io.estafet.reactive.Unis;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A portfolio's templates as a hash. The templates of each account are written in the order of their changes, page by
 * page. The revision of an account is the place up to which they were written, so that only changed templates are
 * written again. A Redis that came back with older data has an older place, too.
 */
@Singleton
final class TemplateProjection {

    /** The field that says that the templates are whole. */
    private static final String MARK = "!";

    /** Templates in one run of the script: a millisecond or two of Redis' time. */
    private static final int PAGE = 1_000;

    private static final Uni<Map<String, TemplatePlace>> NO_PLACES =
            Uni.createFrom().item(Map.of());

    private final RedisLink redis;
    private final ProjectionSource source;
    private final RevisionScript script;
    private final KeyedSequencer<PortfolioId> sequencer = new KeyedSequencer<>();

    TemplateProjection(RedisLink redis, ProjectionSource source) {
        this.redis = redis;
        this.source = source;
        this.script = new RevisionScript(redis, Script.load("directory/write_facts"));
    }

    /** Writes all templates from the start, then the mark. */
    Uni<Void> load(PortfolioId portfolio) {
        return write(portfolio, accounts -> forget(portfolio, accounts))
                .chain(() -> redis.send(Command.HSET, Keys.of(portfolio).templates(), MARK, "1"))
                .replaceWithVoid();
    }

    /**
     * Writes the templates that changed since the last write. Never writes the mark, because only a load knows that
     * nothing was lost.
     */
    Uni<Void> write(PortfolioId portfolio) {
        return write(portfolio, accounts -> places(portfolio, accounts));
    }

    private Uni<Void> write(PortfolioId portfolio, Function<List<String>, Uni<Map<String, TemplatePlace>>> places) {
        Uni<Void> work = source.accounts(portfolio)
                .chain(accounts -> accounts.isEmpty() ? NO_PLACES : places.apply(accounts))
                .chain(known -> source.changedAccounts(portfolio, known))
                .chain(changed -> Unis.inTurn(changed, account -> Unis.whileTrue(() -> writePage(portfolio, account))));
        return sequencer.inTurn(portfolio, work);
    }

    private Uni<Map<String, TemplatePlace>> forget(PortfolioId portfolio, List<String> accounts) {
        return redis.send(request(Command.HDEL, portfolio, accounts))
                .map(done -> accounts.stream()
                        .collect(Collectors.toMap(Function.identity(), account -> TemplatePlace.START)));
    }

    private Uni<Map<String, TemplatePlace>> places(PortfolioId portfolio, List<String> accounts) {
        return redis.send(request(Command.HMGET, portfolio, accounts)).map(answer -> places(accounts, answer));
    }

    private static Request request(Command command, PortfolioId portfolio, List<String> accounts) {
        Request request = RedisLink.request(command, Keys.of(portfolio).directoryRevision());
        accounts.forEach(account -> request.arg(part(account)));
        return request;
    }

    private static Map<String, TemplatePlace> places(List<String> accounts, Response answer) {
        Map<String, TemplatePlace> places = new LinkedHashMap<>();
        for (int i = 0; i < accounts.size(); i++) {
            Response place = answer.get(i);
            places.put(accounts.get(i), place == null ? TemplatePlace.START : TemplatePlace.parse(place.toString()));
        }
        return places;
    }

    /** Writes one page and answers whether more may follow. */
    private Uni<Boolean> writePage(PortfolioId portfolio, String account) {
        AtomicInteger size = new AtomicInteger();
        Keys keys = Keys.of(portfolio);
        Revisions revisions = new Revisions(keys.directoryRevision(), List.of(part(account)));
        return script.writeAfter(
                        revisions,
                        before -> source.templates(portfolio, account, TemplatePlace.parse(before.get(0)), PAGE)
                                .invoke(page -> size.set(page.size()))
                                .map(page -> write(keys, before.get(0), page)))
                .map(written -> size.get() == PAGE);
    }

    /** The name of an account's part. No two accounts share one, and no other part has such a name. */
    private static String part(String account) {
        return "templates/" + account;
    }

    private static Write write(Keys keys, String before, List<TemplateFacts> page) {
        String place =
                page.isEmpty() ? before : page.get(page.size() - 1).place().text();
        List<String> arguments = new ArrayList<>(1 + 2 * page.size());
        arguments.add(Integer.toString(page.size()));
        for (TemplateFacts template : page) {
            arguments.add(template.key().text());
            arguments.add(word(template));
        }
        return new Write(place, List.of(keys.templates()), arguments);
    }

    /** The letter of the status, followed by the end of a pause that has one. Empty for a deleted template. */
    private static String word(TemplateFacts template) {
        return template.deleted()
                ? ""
                : template.status().code()
                        + template.pausedUntil()
                                .map(end -> Long.toString(end.toEpochMilli()))
                                .orElse("");
    }
}
