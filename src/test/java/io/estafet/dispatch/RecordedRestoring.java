package io.estafet.dispatch;

import io.estafet.admission.Restoring;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The port by which a portfolio's state in Redis is written anew: what was written. */
public final class RecordedRestoring implements Restoring {

    /** The clock of Redis, an hour ahead of this machine's. */
    public static final Instant CLEARED = Instant.now().plusSeconds(3_600);

    /** Portfolios whose state is not whole. */
    public final Set<PortfolioId> notReady = ConcurrentHashMap.newKeySet();
    /** Numbers whose keys were never made. */
    public final Set<SenderId> fresh = ConcurrentHashMap.newKeySet();

    public final List<List<LiveCharge>> charges = new CopyOnWriteArrayList<>();
    public final Map<SenderId, Map<PersonId, Instant>> pairs = new ConcurrentHashMap<>();
    public final Map<SenderId, Map<PersonId, Instant>> busy = new ConcurrentHashMap<>();
    public final List<Completed> completed = new CopyOnWriteArrayList<>();

    private final Signals signals;

    /** One call of {@link #complete}. */
    public record Completed(List<SenderId> senders, String process, long epoch) {}

    RecordedRestoring(Signals signals) {
        this.signals = signals;
    }

    @Override
    public Uni<Boolean> isReady(PortfolioId portfolio) {
        return signals.done("isReady", () -> !notReady.contains(portfolio));
    }

    @Override
    public Uni<Boolean> isNew(PortfolioId portfolio, SenderId number) {
        return signals.done("isNew", () -> fresh.contains(number));
    }

    @Override
    public Uni<Cleared> clear(PortfolioId portfolio, Collection<SenderId> senders) {
        return signals.done("clear", () -> new Cleared("process", CLEARED));
    }

    @Override
    public Uni<Void> charge(PortfolioId portfolio, List<LiveCharge> live) {
        return signals.call("charge", () -> {
            charges.add(List.copyOf(live));
            return Uni.createFrom().voidItem();
        });
    }

    @Override
    public Uni<Void> pairs(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> usedUntil) {
        return signals.call("pairs", () -> {
            pairs.put(sender, Map.copyOf(usedUntil));
            return Uni.createFrom().voidItem();
        });
    }

    @Override
    public Uni<Void> busy(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> until) {
        return signals.call("busy", () -> {
            busy.put(sender, Map.copyOf(until));
            return Uni.createFrom().voidItem();
        });
    }

    @Override
    public Uni<Boolean> complete(PortfolioId portfolio, Collection<SenderId> senders, String process, long epoch) {
        return signals.done("complete", () -> {
            completed.add(new Completed(List.copyOf(senders), process, epoch));
            notReady.remove(portfolio);
            return true;
        });
    }
}
