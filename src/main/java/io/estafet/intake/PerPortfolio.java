package io.estafet.intake;

import io.estafet.journal.Journal;
import io.estafet.message.PortfolioId;
import io.estafet.reactive.GroupCommit;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Gathers items that single callers submit at the same time into few calls. The calls of a portfolio run one after the
 * other: their order is kept, and a slow portfolio delays no other.
 */
final class PerPortfolio<T, R> {

    private static final int BATCH = 512;
    private static final int BACKLOG = 20_000;
    private static final int ONE_BY_ONE = 1;

    private final Map<PortfolioId, GroupCommit<T, R>> groups = new ConcurrentHashMap<>();
    private final String name;
    private final GroupCommit.Bounds bounds;
    private final BiFunction<PortfolioId, List<T>, Uni<List<R>>> call;

    /** @param call answers one for one; needs a deadline of its own */
    PerPortfolio(String name, Duration patience, BiFunction<PortfolioId, List<T>, Uni<List<R>>> call) {
        this(name, new GroupCommit.Bounds(BATCH, ONE_BY_ONE, BACKLOG, patience), call);
    }

    /** @param bounds for each portfolio; with several writers, calls run at once and may overtake each other */
    PerPortfolio(String name, GroupCommit.Bounds bounds, BiFunction<PortfolioId, List<T>, Uni<List<R>>> call) {
        this.name = name;
        this.bounds = bounds;
        this.call = call;
    }

    Uni<List<R>> submit(PortfolioId portfolio, List<T> items) {
        return groups.computeIfAbsent(portfolio, this::group).submit(items);
    }

    private GroupCommit<T, R> group(PortfolioId portfolio) {
        return new GroupCommit<>(
                name, bounds, items -> call.apply(portfolio, items), failure -> false, Journal.FAILURES);
    }
}
