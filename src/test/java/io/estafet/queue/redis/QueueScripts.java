package io.estafet.queue.redis;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The queue's scripts with their text changed, so that a test owns their clock. */
public final class QueueScripts {

    private final EnqueueScript enqueue;
    private final SettleScript settle;
    private final WithdrawScript withdraw;
    private final ReleaseScript release;

    public QueueScripts(RedisLink redis, UnaryOperator<String> change) {
        this.enqueue = new EnqueueScript(redis, changed("queue/enqueue", change));
        this.settle = new SettleScript(redis, changed("queue/settle", change));
        this.withdraw = new WithdrawScript(redis, changed("queue/withdraw", change));
        this.release = new ReleaseScript(redis, changed("queue/release", change));
    }

    public Uni<Integer> enqueue(
            PortfolioId portfolio, SenderId sender, long offset, List<Entry> entries, List<Long> leases) {
        return enqueue.run(portfolio, sender, offset, entries, leases);
    }

    public Uni<Integer> settle(
            PortfolioId portfolio, SenderId sender, long offset, String owner, List<Settlement> settlements) {
        return settle.run(portfolio, sender, offset, owner, settlements).map(SettleScript.Settled::leases);
    }

    public Uni<Set<MessageId>> withdraw(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids) {
        return withdraw.run(portfolio, sender, ids);
    }

    public Uni<Integer> release(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids) {
        return release.run(portfolio, sender, ids);
    }

    private static Script changed(String name, UnaryOperator<String> change) {
        Script script = Script.load(name);
        return Script.of(name, change.apply(script.source()));
    }
}
