package io.estafet.queue.redis;

import io.estafet.clock.MovableClock;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Depths;
import io.estafet.queue.Entry;
import io.estafet.queue.Queue;
import io.estafet.queue.Settlement;
import io.estafet.queue.Wakes;
import io.estafet.reactive.Unis;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The queue in Redis. Large calls are split into scripts of at most {@link #MOST} messages, one after the other. */
@ApplicationScoped
public class RedisQueue implements Queue {

    /** The most messages in one script call: some hundred microseconds of Redis' one thread. */
    private static final int MOST = 256;

    private final RedisLink redis;
    private final MovableClock clock;
    private final Wakes wakes;
    private final EnqueueScript enqueue;
    private final SettleScript settle;
    private final WithdrawScript withdraw;
    private final ReleaseScript release;

    public RedisQueue(RedisLink redis, MovableClock clock, Wakes wakes) {
        this.wakes = wakes;
        this.redis = redis;
        this.clock = clock;
        this.enqueue = new EnqueueScript(redis, EnqueueScript.SCRIPT);
        this.settle = new SettleScript(redis, SettleScript.SCRIPT);
        this.withdraw = new WithdrawScript(redis, WithdrawScript.SCRIPT);
        this.release = new ReleaseScript(redis, ReleaseScript.SCRIPT);
    }

    @Override
    public Uni<Integer> enqueue(PortfolioId portfolio, List<Entry> entries) {
        return place(portfolio, entries, Collections.nCopies(entries.size(), 0L))
                .call(() -> wake(portfolio, entries));
    }

    @Override
    public Uni<Void> enqueueTaken(PortfolioId portfolio, List<Entry> entries, List<Long> leaseUntilMillis) {
        return place(portfolio, entries, leaseUntilMillis)
                .call(() -> wake(portfolio, entries))
                .replaceWithVoid();
    }

    @Override
    public Uni<OptionalLong> settle(
            PortfolioId portfolio, SenderId sender, String owner, List<Settlement> settlements) {
        return inParts(settlements, part -> settle.run(portfolio, sender, clock.offsetMillis(), owner, part))
                .map(SettleScript.Settled::mayGoInMillis)
                .filter(millis -> millis >= 0)
                .collect()
                .asList()
                .map(all -> all.stream().mapToLong(Long::longValue).min());
    }

    @Override
    public Uni<Set<MessageId>> withdraw(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids) {
        return inParts(List.copyOf(ids), part -> withdraw.run(portfolio, sender, part))
                .collect()
                .in(HashSet::new, Set::addAll);
    }

    @Override
    public Uni<Boolean> hasLine(PortfolioId portfolio, SenderId sender) {
        Keys keys = Keys.of(portfolio);
        return redis.batch(List.of(
                        RedisLink.request(Command.ZCARD, keys.line(sender)),
                        RedisLink.request(Command.ZCARD, keys.dailyLine(sender))))
                .map(counts -> counts.stream().anyMatch(count -> withoutMark(count) > 0));
    }

    @Override
    public Uni<Integer> release(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids) {
        return inParts(List.copyOf(ids), part -> release.run(portfolio, sender, part))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    @Override
    public Uni<Set<MessageId>> present(PortfolioId portfolio, Collection<MessageId> ids) {
        return inParts(List.copyOf(ids), part -> presentPart(portfolio, part))
                .collect()
                .in(HashSet::new, Set::addAll);
    }

    @Override
    public Uni<Depths> depths(PortfolioId portfolio, SenderId sender) {
        Keys keys = Keys.of(portfolio);
        List<Request> requests = new ArrayList<>();
        List<String> lanes = keys.lanes(sender);
        lanes.forEach(lane -> requests.add(RedisLink.request(Command.LLEN, lane)));
        lanes.forEach(lane -> requests.add(RedisLink.request(Command.LINDEX, lane, "0")));
        for (String key : List.of(
                keys.held(sender),
                keys.behind(sender),
                keys.parked(sender),
                keys.line(sender),
                keys.dailyLine(sender),
                keys.inflight(sender))) {
            requests.add(RedisLink.request(Command.ZCARD, key));
        }
        return redis.batch(requests).map(RedisQueue::depths);
    }

    @Override
    public Uni<Long> size(PortfolioId portfolio) {
        return redis.send(Command.HLEN, Keys.of(portfolio).entry()).map(RedisQueue::withoutMark);
    }

    /**
     * The answers come in the order of the requests: lengths of the lanes, their heads, messages aside, taken messages.
     */
    private static Depths depths(List<Response> answers) {
        int lanes = Category.values().length;
        Map<Category, Long> waiting = new EnumMap<>(Category.class);
        Map<Category, MessageId> heads = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            waiting.put(category, answers.get(category.rank()).toLong());
            Response head = answers.get(lanes + category.rank());
            if (head != null) {
                heads.put(category, MessageId.parse(head.toString()));
            }
        }
        int last = answers.size() - 1;
        long aside = answers.subList(2 * lanes, last).stream()
                .mapToLong(RedisQueue::withoutMark)
                .sum();
        return new Depths(waiting, heads, aside, withoutMark(answers.get(last)));
    }

    /** A size without the key's mark. A key that is not loaded yet has no mark either. */
    private static long withoutMark(Response count) {
        return Math.max(0, count.toLong() - 1);
    }

    private Uni<Set<MessageId>> presentPart(PortfolioId portfolio, List<MessageId> ids) {
        Request request = RedisLink.request(Command.HMGET, Keys.of(portfolio).entry());
        ids.forEach(id -> request.arg(id.toString()));
        return redis.send(request)
                .map(entries -> IntStream.range(0, ids.size())
                        .filter(i -> entries.get(i) != null)
                        .mapToObj(ids::get)
                        .collect(Collectors.toSet()));
    }

    /**
     * Enqueues messages number by number, since a script takes those of one number only. The order of each number's
     * messages is kept.
     */
    private Uni<Integer> place(PortfolioId portfolio, List<Entry> entries, List<Long> leases) {
        Map<SenderId, List<Integer>> bySender = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            bySender.computeIfAbsent(entries.get(i).sender(), s -> new ArrayList<>())
                    .add(i);
        }
        return Multi.createFrom()
                .iterable(bySender.entrySet())
                .onItem()
                .transformToMultiAndConcatenate(of -> inParts(
                        of.getValue(),
                        part -> enqueue.run(
                                portfolio,
                                of.getKey(),
                                clock.offsetMillis(),
                                part.stream().map(entries::get).toList(),
                                part.stream().map(leases::get).toList())))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private Uni<Void> wake(PortfolioId portfolio, List<Entry> entries) {
        return wakes.wake(portfolio, entries.stream().map(Entry::sender).collect(Collectors.toSet()));
    }

    private static <T, R> Multi<R> inParts(List<T> all, Function<List<T>, Uni<R>> call) {
        return Multi.createFrom()
                .iterable(Unis.parts(all, MOST))
                .onItem()
                .transformToUniAndConcatenate(part -> call.apply(part));
    }
}
