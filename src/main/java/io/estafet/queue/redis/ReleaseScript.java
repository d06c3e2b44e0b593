package io.estafet.queue.redis;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** {@code lua/queue/release.lua}: moves messages from the lines of the limits to their lanes. */
final class ReleaseScript {

    static final Script SCRIPT = Script.load("queue/release");

    private final RedisLink redis;
    private final Script script;

    /** @param script {@link #SCRIPT}, or a copy that tests have changed to see that their checks can fail */
    ReleaseScript(RedisLink redis, Script script) {
        this.redis = redis;
        this.script = script;
    }

    /** Returns how many of the messages were in a line. */
    Uni<Integer> run(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids) {
        return redis.eval(
                        script,
                        keys(portfolio, sender),
                        ids.stream().map(MessageId::toString).toList())
                .map(answer -> answer.toInteger());
    }

    private static List<String> keys(PortfolioId portfolio, SenderId sender) {
        Keys keys = Keys.of(portfolio);
        List<String> all = new ArrayList<>(
                List.of(keys.entry(), keys.inflight(sender), keys.line(), keys.line(sender), keys.dailyLine(sender)));
        all.addAll(keys.lanes(sender));
        all.add(keys.sender(sender));
        return all;
    }
}
