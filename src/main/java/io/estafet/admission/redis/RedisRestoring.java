package io.estafet.admission.redis;

import io.estafet.admission.Restoring;
import io.estafet.clock.MovableClock;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a portfolio's Redis state anew. */
@ApplicationScoped
public class RedisRestoring implements Restoring {

    private static final int MOST = 256;
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");
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
        return redis.batch(List.of(
                        RedisLink.request(Command.GET, Keys.of(portfolio).ready()),
                        RedisLink.request(Command.INFO, "server")))
                .map(answers ->
                        answers.get(0) != null && answers.get(0).toString().startsWith(runId(answers.get(1)) + ":"));
    }

    @Override
    public Uni<String> clear(PortfolioId portfolio, Collection<SenderId> senders) {
        Keys keys = Keys.of(portfolio);
        Request unlink = RedisLink.request(
                Command.UNLINK,
                keys.ready(),
                keys.portfolio(),
                keys.templates(),
                keys.consent(),
                keys.suppressed(),
                keys.limit(),
                keys.charges(),
                keys.entry(),
                keys.seq(),
                keys.line());
        senders.forEach(sender -> keysOf(keys, sender).forEach(unlink::arg));
        return redis.batch(List.of(RedisLink.request(Command.INFO, "server"), unlink))
                .map(answers -> runId(answers.get(0)));
    }

    @Override
    public Uni<Void> charge(PortfolioId portfolio, List<LiveCharge> charges) {
        return Multi.createFrom()
                .range(0, (charges.size() + MOST - 1) / MOST)
                .onItem()
                .transformToUniAndConcatenate(part -> chargePart(
                        portfolio, charges.subList(part * MOST, Math.min(charges.size(), (part + 1) * MOST))))
                .collect()
                .last()
                .replaceWithVoid();
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
        Keys keys = Keys.of(portfolio);
        List<String> all = new ArrayList<>(List.of(keys.ready(), keys.limit()));
        for (SenderId sender : senders) {
            all.add(keys.limit(sender));
            all.add(keys.pace(sender));
        }
        return Uni.createFrom()
                .deferred(() -> redis.eval(
                        COMPLETE_RESTORE,
                        all,
                        List.of(Long.toString(clock.offsetMillis()), process, Long.toString(epoch))))
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
        List<Request> requests = new ArrayList<>();
        Request request = null;
        int members = 0;
        for (Map.Entry<PersonId, Instant> time : times.entrySet()) {
            if (request == null || members++ % MOST == 0) {
                request = RedisLink.request(Command.ZADD, key, "GT");
                requests.add(request);
            }
            request.arg(Long.toString(time.getValue().toEpochMilli()))
                    .arg(time.getKey().toString());
        }
        return Multi.createFrom()
                .iterable(requests)
                .onItem()
                .transformToUniAndConcatenate(redis::send)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static List<String> keysOf(Keys keys, SenderId sender) {
        List<String> all = new ArrayList<>(
                List.of(keys.sender(sender), keys.window(sender), keys.limit(sender), keys.pace(sender)));
        all.addAll(List.of(keys.pair(sender), keys.busy(sender), keys.behind(sender), keys.due(sender)));
        all.addAll(List.of(keys.held(sender), keys.parked(sender), keys.parkedOn(sender), keys.line(sender)));
        all.addAll(List.of(keys.dailyLine(sender), keys.expires(sender), keys.inflight(sender), keys.owner(sender)));
        for (Category category : Category.values()) {
            all.add(keys.lane(sender, category));
        }
        return all;
    }

    private static String runId(Response info) {
        Matcher matcher = RUN_ID.matcher(info.toString());
        if (!matcher.find()) {
            throw new IllegalStateException("INFO of Redis names no run_id");
        }
        return matcher.group(1);
    }
}
