package io.estafet.admission.redis;

import io.estafet.admission.AdmissionConfig;
import io.estafet.admission.Taken;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code lua/admission/take.lua}: one atomic admission. */
final class TakeScript {

    private static final Script SCRIPT = Script.load("admission/take");

    private final RedisLink redis;
    private final Script script;
    private final AdmissionConfig config;

    TakeScript(RedisLink redis, AdmissionConfig config) {
        this(redis, config, SCRIPT);
    }

    /** Runs a changed copy of the script: tests freeze its clock, and break its gates to see that they can fail. */
    TakeScript(RedisLink redis, AdmissionConfig config, Script script) {
        this.redis = redis;
        this.config = config;
        this.script = script;
    }

    Uni<Taken> run(PortfolioId portfolio, SenderId sender, long offsetMillis, String owner, int most) {
        List<String> arguments = List.of(
                Long.toString(offsetMillis),
                owner,
                Integer.toString(most),
                Integer.toString(config.scan()),
                Long.toString(config.lease().toMillis()),
                micros(config.lead()),
                micros(config.horizon()),
                Integer.toString(config.headroomPerMille()),
                Long.toString(config.pairInterval().toMillis()),
                Integer.toString(config.pairBurst()),
                Long.toString(Duration.ofDays(1).toMillis()),
                Long.toString(config.windowMargin().toMillis()),
                sender.value(),
                Long.toString(Keys.FIRST_PLACE));
        return redis.eval(script, keys(portfolio, sender), arguments).map(TakeScript::taken);
    }

    private static String micros(Duration duration) {
        return Long.toString(duration.toNanos() / 1_000);
    }

    private static List<String> keys(PortfolioId portfolio, SenderId sender) {
        Keys keys = Keys.of(portfolio);
        List<String> all = new ArrayList<>(
                List.of(keys.ready(), keys.portfolio(), keys.sender(sender), keys.pauses(sender), keys.templates()));
        all.addAll(List.of(keys.consent(), keys.window(sender), keys.limit(), keys.limit(sender), keys.charges()));
        all.addAll(List.of(keys.pace(sender), keys.pair(sender), keys.busy(sender), keys.entry()));
        for (Category category : Category.values()) {
            all.add(keys.lane(sender, category));
        }
        all.addAll(List.of(
                keys.behind(sender), keys.due(sender), keys.held(sender), keys.parked(sender), keys.parkedOn(sender)));
        all.addAll(List.of(keys.line(), keys.line(sender), keys.dailyLine(sender), keys.expires(sender)));
        all.addAll(List.of(keys.inflight(sender), keys.owner(sender), keys.suppressed(), keys.seq()));
        return all;
    }

    private static Taken taken(Response answer) {
        if (answer.get(0).toString().equals("loading")) {
            return Taken.notReady(answer.get(1).toLong(), answer.get(2).toString());
        }
        long next = answer.get(3).toLong();
        return new Taken(
                Optional.empty(),
                answer.get(1).toLong(),
                answer.get(2).toLong(),
                next < 0 ? Long.MAX_VALUE : next,
                admitted(answer.get(4)),
                held(answer.get(5)),
                ended(answer.get(6)),
                recovered(answer.get(7)));
    }

    private static List<Taken.Admitted> admitted(Response flat) {
        List<Taken.Admitted> list = new ArrayList<>(flat.size() / 4);
        for (int i = 0; i < flat.size(); i += 4) {
            list.add(new Taken.Admitted(
                    entry(flat, i), flat.get(i + 2).toLong(), flat.get(i + 3).toInteger() == 1));
        }
        return list;
    }

    private static List<Taken.Held> held(Response flat) {
        List<Taken.Held> list = new ArrayList<>(flat.size() / 4);
        for (int i = 0; i < flat.size(); i += 4) {
            list.add(new Taken.Held(
                    entry(flat, i), reason(flat.get(i + 2)), flat.get(i + 3).toLong()));
        }
        return list;
    }

    private static List<Taken.Ended> ended(Response flat) {
        List<Taken.Ended> list = new ArrayList<>(flat.size() / 3);
        for (int i = 0; i < flat.size(); i += 3) {
            list.add(new Taken.Ended(entry(flat, i), reason(flat.get(i + 2))));
        }
        return list;
    }

    private static List<Entry> recovered(Response flat) {
        List<Entry> list = new ArrayList<>(flat.size() / 2);
        for (int i = 0; i < flat.size(); i += 2) {
            list.add(entry(flat, i));
        }
        return list;
    }

    private static Entry entry(Response flat, int at) {
        return Entry.unpack(
                MessageId.parse(flat.get(at).toString()), flat.get(at + 1).toString());
    }

    private static Reason reason(Response word) {
        return Reason.ofWord(word.toString())
                .orElseThrow(() -> new IllegalStateException("the script named an unknown reason: " + word));
    }
}
