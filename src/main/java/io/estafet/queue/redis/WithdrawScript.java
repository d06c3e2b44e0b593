package io.estafet.queue.redis;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code lua/queue/withdraw.lua}: removes waiting messages. */
final class WithdrawScript {

    static final Script SCRIPT = Script.load("queue/withdraw");

    private final RedisLink redis;
    private final Script script;

    /** @param script {@link #SCRIPT}, or a copy that tests have changed to see that their checks can fail */
    WithdrawScript(RedisLink redis, Script script) {
        this.redis = redis;
        this.script = script;
    }

    /** Returns the ids that are not in the queue now. */
    Uni<Set<MessageId>> run(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids) {
        Keys keys = Keys.of(portfolio);
        List<String> all = List.of(
                keys.entry(),
                keys.inflight(sender),
                keys.expires(sender),
                keys.behind(sender),
                keys.held(sender),
                keys.parked(sender),
                keys.line(),
                keys.line(sender),
                keys.dailyLine(sender),
                keys.due(sender));
        return redis.eval(script, all, ids.stream().map(MessageId::toString).toList())
                .map(WithdrawScript::ids);
    }

    private static Set<MessageId> ids(Response answer) {
        return answer.stream().map(id -> MessageId.parse(id.toString())).collect(Collectors.toUnmodifiableSet());
    }
}
