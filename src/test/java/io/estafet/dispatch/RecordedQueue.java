package io.estafet.dispatch;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Depths;
import io.estafet.queue.Entry;
import io.estafet.queue.Queue;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The queue's port: what it was told. */
public final class RecordedQueue implements Queue {

    public final List<Settled> settled = new CopyOnWriteArrayList<>();
    /** What waits in the queue. */
    public final Map<MessageId, Entry> waiting = new ConcurrentHashMap<>();
    /** Until when messages are leased that were entered as taken, in milliseconds since the epoch. */
    public final Map<MessageId, Long> leased = new ConcurrentHashMap<>();

    public final AtomicReference<Supplier<Uni<OptionalLong>>> settle =
            new AtomicReference<>(() -> Uni.createFrom().item(OptionalLong.empty()));
    public final AtomicReference<Depths> depths = new AtomicReference<>(new Depths(Map.of(), Map.of(), 0, 0));

    private final Signals signals;

    /** One call of {@link #settle}. */
    public record Settled(PortfolioId portfolio, SenderId sender, String owner, List<Settlement> settlements) {}

    RecordedQueue(Signals signals) {
        this.signals = signals;
    }

    @Override
    public Uni<OptionalLong> settle(
            PortfolioId portfolio, SenderId sender, String owner, List<Settlement> settlements) {
        return signals.call("settle", () -> {
            settled.add(new Settled(portfolio, sender, owner, List.copyOf(settlements)));
            return settle.get().get();
        });
    }

    @Override
    public Uni<Integer> enqueue(PortfolioId portfolio, List<Entry> entries) {
        return signals.done("enqueue", () -> (int) entries.stream()
                .filter(entry -> waiting.put(entry.id(), entry) == null)
                .count());
    }

    @Override
    public Uni<Void> enqueueTaken(PortfolioId portfolio, List<Entry> entries, List<Long> leaseUntilMillis) {
        return signals.call("enqueueTaken", () -> {
            for (int i = 0; i < entries.size(); i++) {
                leased.put(entries.get(i).id(), leaseUntilMillis.get(i));
            }
            return Uni.createFrom().voidItem();
        });
    }

    @Override
    public Uni<Set<MessageId>> present(PortfolioId portfolio, Collection<MessageId> ids) {
        return signals.done(
                "present", () -> ids.stream().filter(this::isPresent).collect(Collectors.toUnmodifiableSet()));
    }

    private boolean isPresent(MessageId id) {
        return waiting.containsKey(id) || leased.containsKey(id);
    }

    @Override
    public Uni<Depths> depths(PortfolioId portfolio, SenderId sender) {
        return signals.done("depths", depths::get);
    }

    @Override
    public Uni<Set<MessageId>> withdraw(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Boolean> hasLine(PortfolioId portfolio, SenderId sender) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Integer> release(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Long> size(PortfolioId portfolio) {
        throw new UnsupportedOperationException();
    }
}
