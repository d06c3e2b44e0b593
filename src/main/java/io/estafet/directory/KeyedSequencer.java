package io.estafet.directory;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One work at a time per key within this replica, in the order they came.
 *
 * @param <K> with equals and hashCode
 */
public final class KeyedSequencer<K> {

    private final Map<K, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /** Waits for the key's earlier works to end, however they end, then does this one. */
    public <T> Uni<T> inTurn(K key, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> mine = new CompletableFuture<>();
            CompletableFuture<Void> before = last.put(key, mine);
            Uni<Void> turn = before == null
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().completionStage(before);
            return turn.chain(() -> work).onTermination().invoke(() -> end(key, mine));
        });
    }

    private void end(K key, CompletableFuture<Void> mine) {
        last.remove(key, mine);
        mine.complete(null);
    }
}
