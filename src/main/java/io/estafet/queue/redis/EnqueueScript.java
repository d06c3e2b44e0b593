package io.estafet.queue.redis;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** {@code lua/queue/enqueue.lua}: puts messages of one number at the end of their lanes. */
final class EnqueueScript {

    static final Script SCRIPT = Script.load("queue/enqueue");

    private final RedisLink redis;
    private final Script script;

    /** @param script {@link #SCRIPT}, or a copy that tests have changed to see that their checks can fail */
    EnqueueScript(RedisLink redis, Script script) {
        this.redis = redis;
        this.script = script;
    }

    /** @param leasesUntilMillis one for each entry; 0 for a message that waits */
    Uni<Integer> run(
            PortfolioId portfolio,
            SenderId sender,
            long offsetMillis,
            List<Entry> entries,
            List<Long> leasesUntilMillis) {
        List<String> arguments = new ArrayList<>(1 + entries.size() * 6);
        arguments.add(Long.toString(offsetMillis));
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            arguments.add(entry.id().toString());
            arguments.add(entry.pack());
            arguments.add(Integer.toString(entry.category().rank()));
            arguments.add(Long.toString(entry.notBeforeMillis()));
            arguments.add(Long.toString(entry.expiresAtMillis()));
            arguments.add(Long.toString(leasesUntilMillis.get(i)));
        }
        return redis.eval(script, keys(portfolio, sender), arguments).map(answer -> answer.toInteger());
    }

    private static List<String> keys(PortfolioId portfolio, SenderId sender) {
        Keys keys = Keys.of(portfolio);
        List<String> all = new ArrayList<>(List.of(keys.entry(), keys.seq()));
        all.addAll(keys.lanes(sender));
        all.addAll(List.of(keys.held(sender), keys.expires(sender)));
        all.addAll(List.of(keys.inflight(sender), keys.owner(sender), keys.busy(sender), keys.sender(sender)));
        return all;
    }
}
