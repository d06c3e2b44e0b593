package io.estafet.directory.redis;

import io.estafet.clock.MovableClock;
import io.estafet.directory.LiveProjection;
import io.estafet.directory.Projection;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.reactive.Unis;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the projection: completely at a rebuild, piece by piece as changes come. */
@Singleton
final class RedisProjection implements Projection, LiveProjection {

    private final RedisLink redis;
    private final FactProjection facts;
    private final TemplateProjection templates;
    private final ConsentProjection consents;
    private final WindowProjection windows;
    private final SuppressionProjection suppressions;
    private final MovableClock clock;
    private final Script openNumber = Script.load("directory/open_number");

    RedisProjection(
            RedisLink redis,
            FactProjection facts,
            TemplateProjection templates,
            ConsentProjection consents,
            WindowProjection windows,
            SuppressionProjection suppressions,
            MovableClock clock) {
        this.redis = redis;
        this.facts = facts;
        this.templates = templates;
        this.consents = consents;
        this.windows = windows;
        this.suppressions = suppressions;
        this.clock = clock;
    }

    @Override
    public Uni<Void> load(PortfolioId portfolio) {
        return facts.write(portfolio)
                .chain(numbers -> Unis.inTurn(numbers, number -> windows.load(portfolio, number)))
                .chain(() -> templates.load(portfolio))
                .chain(() -> suppressions.load(portfolio))
                .chain(() -> consents.load(portfolio));
    }

    @Override
    public Uni<Void> projectPersons(PortfolioId portfolio, Collection<PersonId> persons) {
        return consents.write(portfolio, persons).chain(() -> suppressions.write(portfolio, persons));
    }

    @Override
    public Uni<Void> projectDirectory(PortfolioId portfolio) {
        return facts.write(portfolio)
                .chain(numbers -> unknown(portfolio, numbers))
                .chain(numbers -> Unis.inTurn(numbers, number -> open(portfolio, number)))
                .chain(() -> templates.write(portfolio));
    }

    /** The given numbers whose keys were never marked. */
    private Uni<List<SenderId>> unknown(PortfolioId portfolio, List<SenderId> numbers) {
        if (numbers.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Request request =
                RedisLink.request(Command.SMISMEMBER, Keys.of(portfolio).numbers());
        numbers.forEach(number -> request.arg(number.value()));
        return redis.send(request)
                .map(known -> IntStream.range(0, numbers.size())
                        .filter(i -> known.get(i).toInteger() == 0)
                        .mapToObj(numbers::get)
                        .toList());
    }

    private Uni<Void> open(PortfolioId portfolio, SenderId number) {
        Keys keys = Keys.of(portfolio);
        List<String> all = new ArrayList<>(List.of(keys.ready(), keys.numbers()));
        List<String> arguments = new ArrayList<>(List.of(Long.toString(clock.offsetMillis()), number.value()));
        for (Keys.Part part : keys.parts(number)) {
            all.add(part.key());
            arguments.add(part.mark().letter());
        }
        return windows.loadIfMissing(portfolio, number)
                .chain(() -> redis.eval(openNumber, all, arguments))
                .replaceWithVoid();
    }
}
