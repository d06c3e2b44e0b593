package io.estafet.queue.redis;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Settlement;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code lua/queue/settle.lua}: ends leases of one number. */
final class SettleScript {

    static final Script SCRIPT = Script.load("queue/settle");
    private static final String MOVING_DAY_MILLIS =
            Long.toString(Duration.ofDays(1).toMillis());

    private final RedisLink redis;
    private final Script script;

    /** @param script {@link #SCRIPT}, or a copy that tests have changed to see that their checks can fail */
    SettleScript(RedisLink redis, Script script) {
        this.redis = redis;
        this.script = script;
    }

    /**
     * What the script did.
     *
     * @param leases how many leases were ended
     * @param mayGoInMillis in how many milliseconds a message that was freed or put back may go; -1 for none
     */
    record Settled(int leases, long mayGoInMillis) {}

    Uni<Settled> run(
            PortfolioId portfolio, SenderId sender, long offsetMillis, String owner, List<Settlement> settlements) {
        List<String> arguments = new ArrayList<>(4 + settlements.size() * 5);
        arguments.addAll(List.of(Long.toString(offsetMillis), owner, sender.value(), MOVING_DAY_MILLIS));
        for (Settlement settlement : settlements) {
            arguments.add(settlement.entry().id().toString());
            arguments.add(String.valueOf(settlement.kind().code()));
            arguments.add(settlement.entry().pack());
            arguments.add(String.valueOf(settlement.charge().code()));
            arguments.add(Long.toString(settlement.busyUntilMillis()));
        }
        return redis.eval(script, keys(portfolio, sender), arguments)
                .map(answer ->
                        new Settled(answer.get(0).toInteger(), answer.get(1).toLong()));
    }

    private static List<String> keys(PortfolioId portfolio, SenderId sender) {
        Keys keys = Keys.of(portfolio);
        List<String> all = new ArrayList<>(List.of(
                keys.inflight(sender),
                keys.owner(sender),
                keys.entry(),
                keys.seq(),
                keys.expires(sender),
                keys.busy(sender),
                keys.due(sender),
                keys.behind(sender),
                keys.held(sender)));
        all.addAll(keys.lanes(sender));
        all.addAll(List.of(keys.limit(), keys.limit(sender), keys.charges(), keys.sender(sender)));
        return all;
    }
}
