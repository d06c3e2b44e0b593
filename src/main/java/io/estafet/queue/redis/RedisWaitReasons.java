package io.estafet.queue.redis;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.WaitReasons;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds where one message waits. It takes two round trips, only for a caller who asks about one message. */
@Singleton
record RedisWaitReasons(RedisLink redis, InstantSource clock) implements WaitReasons {

    @Override
    public Uni<Optional<WaitReason>> find(PortfolioId portfolio, SenderId sender, MessageId id) {
        Keys keys = Keys.of(portfolio);
        return redis.batch(List.of(
                        RedisLink.request(Command.HGET, keys.entry(), id.toString()),
                        RedisLink.request(Command.ZSCORE, keys.inflight(sender), id.toString()),
                        RedisLink.request(Command.ZSCORE, keys.held(sender), id.toString()),
                        RedisLink.request(Command.ZSCORE, keys.line(), id.toString()),
                        RedisLink.request(Command.ZSCORE, keys.dailyLine(sender), id.toString())))
                .chain(found -> reason(keys, sender, id, found));
    }

    private Uni<Optional<WaitReason>> reason(Keys keys, SenderId sender, MessageId id, List<@Nullable Response> found) {
        Response packed = found.get(0);
        boolean elsewhere = found.subList(1, found.size()).stream().anyMatch(score -> score != null);
        if (packed == null || elsewhere) {
            return Uni.createFrom().item(Optional.empty());
        }
        Entry entry = Entry.unpack(id, packed.toString());
        long seq =
                Long.parseLong(packed.toString().substring(0, packed.toString().indexOf('|')));
        String line = entry.person() + ":" + entry.category().rank();
        return redis.batch(List.of(
                        RedisLink.request(
                                Command.ZSCORE, keys.behind(sender), String.format("%s:%016d:%s", line, seq, id)),
                        RedisLink.request(Command.ZSCORE, keys.due(sender), line),
                        RedisLink.request(
                                Command.ZSCORE,
                                keys.busy(sender),
                                entry.person().toString())))
                .map(this::reason);
    }

    private Optional<WaitReason> reason(List<@Nullable Response> scores) {
        if (scores.get(0) == null) {
            return Optional.of(new WaitReason(Reason.PACE, Optional.empty()));
        }
        Optional<Instant> busy = instant(scores.get(2)).filter(until -> until.isAfter(clock.instant()));
        return Optional.of(new WaitReason(
                busy.isPresent() ? Reason.RECIPIENT_BUSY : Reason.PAIR_RATE, busy.or(() -> instant(scores.get(1)))));
    }

    private static Optional<Instant> instant(@Nullable Response score) {
        return score == null
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli((long) score.toDouble().doubleValue()));
    }
}
