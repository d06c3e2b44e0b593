package io.estafet.admission.redis;

import io.estafet.admission.Restoring;
import io.estafet.clock.MovableClock;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.reactive.Unis;
import io.estafet.redis.Keys;
import io.estafet.redis.Keys.Part;
import io.estafet.redis.Mark;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a portfolio's state in Redis anew. */
@ApplicationScoped
public class RedisRestoring implements Restoring {

    private static final int MOST = 256;
    private static final String FIRST_PLACE = Long.toString(Keys.FIRST_PLACE);
    private static final Script IS_READY = Script.load("admission/is_ready");
    private static final Script BEGIN_RESTORE = Script.load("admission/begin_restore");
    private static final Script RESTORE_CHARGES = Script.load("admission/restore_charges");
    private static final Script COMPLETE_RESTORE = Script.load("admission/complete_restore");

    private final RedisLink redis;
    private final MovableClock clock;

    public RedisRestoring(RedisLink redis, MovableClock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public Uni<Boolean> isReady(PortfolioId portfolio) {
        return Uni.createFrom()
                .deferred(() -> redis.eval(IS_READY, List.of(Keys.of(portfolio).ready()), List.of()))
                .map(answer -> answer.toInteger() == 1);
    }

    @Override
    public Uni<Boolean> isNew(PortfolioId portfolio, SenderId number) {
        return Uni.createFrom()
                .deferred(
                        () -> redis.send(Command.SMISMEMBER, Keys.of(portfolio).numbers(), "0", number.value()))
                .map(known -> known.get(0).toInteger() == 1 && known.get(1).toInteger() == 0)
                .onFailure(RedisLink::isOfWrongType)
                .recoverWithItem(false);
    }

    @Override
    public Uni<Cleared> clear(PortfolioId portfolio, Collection<SenderId> senders) {
        return known(portfolio).chain(known -> {
            List<Part> parts = parts(portfolio, senders);
            known.removeAll(senders);
            // The keys of numbers that have left are deleted and not marked.
            known.forEach(left -> Keys.of(portfolio).parts(left).stream()
                    .filter(part -> part.mark() != Mark.KEPT)
                    .forEach(part -> parts.add(new Part(part.key(), Mark.NONE))));
            List<String> arguments = new ArrayList<>(List.of(offset(), FIRST_PLACE));
            parts.forEach(part -> arguments.add(part.mark().letter()));
            senders.forEach(sender -> arguments.add(sender.value()));
            return redis.eval(BEGIN_RESTORE, keys(parts), arguments)
                    .map(answer -> new Cleared(
                            answer.get(0).toString(),
                            Instant.ofEpochMilli(answer.get(1).toLong())));
        });
    }

    /** The numbers whose keys were marked; none when their set was lost, too. */
    private Uni<Set<SenderId>> known(PortfolioId portfolio) {
        return redis.send(Command.SMEMBERS, Keys.of(portfolio).numbers())
                .map(members -> members.stream()
                        .map(Response::toString)
                        .filter(member -> !member.equals("0"))
                        .map(SenderId::new)
                        .collect(Collectors.<SenderId, Set<SenderId>>toCollection(HashSet::new)))
                .onFailure(RedisLink::isOfWrongType)
                .recoverWithItem(() -> new HashSet<>());
    }

    @Override
    public Uni<Void> charge(PortfolioId portfolio, List<LiveCharge> charges) {
        return Unis.inTurn(Unis.parts(charges, MOST), part -> chargePart(portfolio, part));
    }

    @Override
    public Uni<Void> pairs(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> usedUntil) {
        return people(Keys.of(portfolio).pair(sender), usedUntil);
    }

    @Override
    public Uni<Void> busy(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> until) {
        return people(Keys.of(portfolio).busy(sender), until);
    }

    @Override
    public Uni<Boolean> complete(PortfolioId portfolio, Collection<SenderId> senders, String process, long epoch) {
        List<Part> parts = parts(portfolio, senders);
        List<String> keys = new ArrayList<>(List.of(Keys.of(portfolio).ready()));
        keys.addAll(keys(parts));
        List<String> arguments = new ArrayList<>(List.of(offset(), process, Long.toString(epoch), FIRST_PLACE));
        parts.forEach(part -> arguments.add(part.mark().letter()));
        return Uni.createFrom()
                .deferred(() -> redis.eval(COMPLETE_RESTORE, keys, arguments))
                .map(answer -> answer.toInteger() == 1);
    }

    private Uni<Response> chargePart(PortfolioId portfolio, List<LiveCharge> charges) {
        Keys keys = Keys.of(portfolio);
        List<String> all = new ArrayList<>(List.of(keys.limit(), keys.charges()));
        List<String> arguments = new ArrayList<>(charges.size() * 5);
        for (LiveCharge charge : charges) {
            String limit = keys.limit(charge.sender());
            if (!all.contains(limit)) {
                all.add(limit);
            }
            arguments.add(charge.person().toString());
            arguments.add(charge.message().toString());
            arguments.add(Long.toString(charge.at().toEpochMilli()));
            arguments.add(charge.sender().value());
            arguments.add(Integer.toString(all.indexOf(limit) + 1));
        }
        return redis.eval(RESTORE_CHARGES, all, arguments);
    }

    private Uni<Void> people(String key, Map<PersonId, Instant> times) {
        return Unis.inTurn(Unis.parts(List.copyOf(times.entrySet()), MOST), part -> {
            Request request = RedisLink.request(Command.ZADD, key, "GT");
            part.forEach(time -> request.arg(Long.toString(time.getValue().toEpochMilli()))
                    .arg(time.getKey().toString()));
            return redis.send(request);
        });
    }

    private static List<Part> parts(PortfolioId portfolio, Collection<SenderId> senders) {
        Keys keys = Keys.of(portfolio);
        List<Part> parts = new ArrayList<>(keys.parts());
        senders.forEach(sender -> parts.addAll(keys.parts(sender)));
        return parts;
    }

    private static List<String> keys(List<Part> parts) {
        return parts.stream().map(Part::key).toList();
    }

    private String offset() {
        return Long.toString(clock.offsetMillis());
    }
}
