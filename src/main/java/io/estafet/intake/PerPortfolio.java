package io.estafet.intake;

import io.estafet.message.PortfolioId;
import io.estafet.outcome.GroupCommit;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Gathers what single callers ask at the same time into few calls, one after the other for each portfolio: their order
 * is kept, and a slow portfolio delays no other.
 */
final class PerPortfolio<T, R> {

    private static final int BATCH = 512;
    private static final int BACKLOG = 20_000;

    private final Map<PortfolioId, GroupCommit<T, R>> groups = new ConcurrentHashMap<>();
    private final String name;
    private final Duration patience;
    private final BiFunction<PortfolioId, List<T>, Uni<List<R>>> call;

    /** @param call answers one for one; has a deadline of its own */
    PerPortfolio(String name, Duration patience, BiFunction<PortfolioId, List<T>, Uni<List<R>>> call) {
        this.name = name;
        this.patience = patience;
        this.call = call;
    }

    Uni<List<R>> submit(PortfolioId portfolio, List<T> items) {
        return groups.computeIfAbsent(portfolio, this::group).submit(items);
    }

    private GroupCommit<T, R> group(PortfolioId portfolio) {
        return new GroupCommit<>(
                name,
                new GroupCommit.Bounds(BATCH, 1, BACKLOG, patience),
                items -> call.apply(portfolio, items).subscribeAsCompletionStage(),
                failure -> false);
    }
}
