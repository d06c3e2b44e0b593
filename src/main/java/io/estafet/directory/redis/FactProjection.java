package io.estafet.directory.redis;

import io.estafet.directory.KeyedSequencer;
import io.estafet.directory.ProjectionSource;
import io.estafet.directory.ProjectionSource.Facts;
import io.estafet.directory.ProjectionSource.SenderFacts;
import io.estafet.directory.redis.RevisionScript.Revisions;
import io.estafet.directory.redis.RevisionScript.Write;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A portfolio's limit and numbers as hashes, written in one step. */
@Singleton
final class FactProjection {

    private final ProjectionSource source;
    private final RevisionScript script;
    private final KeyedSequencer<PortfolioId> sequencer = new KeyedSequencer<>();

    FactProjection(RedisLink redis, ProjectionSource source) {
        this.source = source;
        this.script = new RevisionScript(redis, Script.load("directory/write_facts"));
    }

    /** Writes the current limit and numbers, and answers the portfolio's numbers. */
    Uni<List<SenderId>> write(PortfolioId portfolio) {
        List<SenderId> numbers = new ArrayList<>();
        Uni<Write> read = source.facts(portfolio)
                .invoke(facts -> note(numbers, facts))
                .map(facts -> write(Keys.of(portfolio), facts));
        return sequencer
                .inTurn(portfolio, script.write(revisions(portfolio), read))
                .map(written -> List.copyOf(numbers));
    }

    private static Revisions revisions(PortfolioId portfolio) {
        return Revisions.whole(Keys.of(portfolio).directoryRevision());
    }

    private static void note(List<SenderId> numbers, Facts facts) {
        numbers.clear();
        facts.numbers().forEach(number -> numbers.add(number.id()));
    }

    private static Write write(Keys keys, Facts facts) {
        List<String> hashes = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        add(hashes, arguments, keys.portfolio(), Map.of("limit", Long.toString(facts.limit())));
        facts.numbers().forEach(number -> add(hashes, arguments, keys.sender(number.id()), fields(number)));
        return new Write(hashes, arguments);
    }

    private static void add(List<String> hashes, List<String> arguments, String key, Map<String, String> fields) {
        hashes.add(key);
        arguments.add(Integer.toString(fields.size()));
        fields.forEach((field, value) -> {
            arguments.add(field);
            arguments.add(value);
        });
    }

    private static Map<String, String> fields(SenderFacts number) {
        return Map.of(
                "throughput", Integer.toString(number.throughput()),
                "dailyLimit", Long.toString(number.dailyLimit().orElse(-1L)),
                "paused", number.paused() ? "1" : "0");
    }
}
