package io.estafet.queue.redis;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Wakes;
import io.estafet.reactive.Unis;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Hints by two small scripts: a poll reads one sorted set, and never makes a call for each number. */
@ApplicationScoped
public class RedisWakes implements Wakes {

    /** A replica that has been silent for this long has no share of the numbers, in milliseconds. */
    private static final String ALIVE_MILLIS = "3000";

    private static final Script WAKE = Script.load("queue/wake");
    private static final Script POLL = Script.load("queue/poll_wakes");

    private final RedisLink redis;

    public RedisWakes(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public Uni<Void> wake(PortfolioId portfolio, Collection<SenderId> senders) {
        if (senders.isEmpty()) {
            return Unis.done();
        }
        List<String> members =
                senders.stream().map(sender -> portfolio + "/" + sender).toList();
        return redis.eval(WAKE, List.of(Keys.WAKE_WORK, Keys.WAKE_SEQ), members)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    @Override
    public Uni<News> poll(String replica, long after) {
        return redis.eval(
                        POLL,
                        List.of(Keys.WAKE_WORK, Keys.WAKE_SEQ, Keys.WAKE_REPLICAS),
                        List.of(replica, Long.toString(after), ALIVE_MILLIS))
                .onFailure(RedisLink::isOfWrongType)
                .call(this::forget)
                .map(RedisWakes::news);
    }

    /** Deletes all hints. New ones replace them, and the next poll reads those. */
    private Uni<Void> forget() {
        return redis.send(Command.DEL, Keys.WAKE_WORK, Keys.WAKE_SEQ, Keys.WAKE_REPLICAS)
                .replaceWithVoid();
    }

    private static News news(Response answer) {
        Set<String> replicas = answer.get(1).stream().map(Response::toString).collect(Collectors.toUnmodifiableSet());
        return new News(
                answer.get(0).toLong(),
                replicas,
                answer.get(2).stream().map(RedisWakes::work).toList());
    }

    private static Work work(Response member) {
        String[] parts = member.toString().split("/", 2);
        return new Work(new PortfolioId(parts[0]), new SenderId(parts[1]));
    }
}
