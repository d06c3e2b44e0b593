package io.estafet.admission.redis;

import io.estafet.admission.AdmissionConfig;
import io.estafet.admission.Taken;
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

    static final Script SCRIPT = Script.load("admission/take");

    private final RedisLink redis;
    private final Script script;
    private final AdmissionConfig config;

    /** @param script {@link #SCRIPT}, or a copy that tests have changed to see that their checks can fail */
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
        all.addAll(keys.lanes(sender));
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
                rows(answer.get(4), 4, TakeScript::admitted),
                rows(answer.get(5), 4, TakeScript::held),
                rows(answer.get(6), 3, TakeScript::ended),
                rows(answer.get(7), 2, TakeScript::entry));
    }

    /** What one row of a flat list means. */
    private interface Reader<T> {
        T read(Response flat, int at);
    }

    private static <T> List<T> rows(Response flat, int columns, Reader<T> reader) {
        List<T> rows = new ArrayList<>(flat.size() / columns);
        for (int at = 0; at < flat.size(); at += columns) {
            rows.add(reader.read(flat, at));
        }
        return rows;
    }

    private static Taken.Admitted admitted(Response flat, int at) {
        return new Taken.Admitted(
                entry(flat, at), flat.get(at + 2).toLong(), flat.get(at + 3).toInteger() == 1);
    }

    private static Taken.Held held(Response flat, int at) {
        return new Taken.Held(
                entry(flat, at), reason(flat.get(at + 2)), flat.get(at + 3).toLong());
    }

    private static Taken.Ended ended(Response flat, int at) {
        return new Taken.Ended(entry(flat, at), reason(flat.get(at + 2)));
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
