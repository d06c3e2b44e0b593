package io.estafet.directory.redis;

import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** One work at a time per portfolio within this replica, in the order they came. */
final class Turns {

    private final Map<PortfolioId, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /** Waits for the portfolio's earlier works to end, however they end, then does this one. */
    <T> Uni<T> inTurn(PortfolioId portfolio, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> mine = new CompletableFuture<>();
            CompletableFuture<Void> before = last.put(portfolio, mine);
            Uni<Void> turn = before == null
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().completionStage(before);
            return turn.chain(() -> work).onTermination().invoke(() -> end(portfolio, mine));
        });
    }

    private void end(PortfolioId portfolio, CompletableFuture<Void> mine) {
        last.remove(portfolio, mine);
        mine.complete(null);
    }
}
