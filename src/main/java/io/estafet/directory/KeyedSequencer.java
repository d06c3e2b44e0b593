package io.estafet.directory;

import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs one piece of work at a time per key within this replica, in the order of arrival.
 *
 * @param <K> a type with equals and hashCode
 */
public final class KeyedSequencer<K> {

    private final Map<K, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /** Waits until all earlier work of the key has ended, however it ended, then does this work. */
    public <T> Uni<T> inTurn(K key, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> mine = new CompletableFuture<>();
            CompletableFuture<Void> before = last.put(key, mine);
            Uni<Void> turn = before == null ? Unis.done() : Uni.createFrom().completionStage(before);
            return turn.chain(() -> work).onTermination().invoke(() -> end(key, mine));
        });
    }

    private void end(K key, CompletableFuture<Void> mine) {
        last.remove(key, mine);
        mine.complete(null);
    }
}
