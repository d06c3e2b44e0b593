package io.estafet.directory.redis;

import io.estafet.directory.redis.RevisionScript.OvertakenException;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import java.util.function.IntFunction;

/**
 * Loads page after page. The size of a page shrinks when live writes overtake the load, because a shorter read is
 * overtaken less often. It grows again when they do not.
 */
final class LoadSize {

    /** Tries in one turn. After that other writers of this replica have their turn. */
    static final int TRIES = 2;

    /**
     * Turns that may be lost in a row. All live writes may concern the people of this very page, as writes of new
     * people do.
     */
    private static final int LOSSES = 250;

    private final int smallest;
    private final int largest;
    private int size;
    private int losses;

    private LoadSize(int smallest, int largest) {
        this.smallest = smallest;
        this.largest = largest;
        this.size = largest;
    }

    /** @param page loads the next page of the given size, and answers whether more follow */
    static Uni<Void> inPages(int smallest, int largest, IntFunction<Uni<Boolean>> page) {
        return Uni.createFrom().deferred(() -> {
            LoadSize size = new LoadSize(smallest, largest);
            return Unis.whileTrue(() -> size.next(page));
        });
    }

    private Uni<Boolean> next(IntFunction<Uni<Boolean>> page) {
        return Uni.createFrom()
                .deferred(() -> page.apply(size))
                .invoke(this::written)
                .onFailure(this::isToBeRepeated)
                .recoverWithItem(true);
    }

    private void written() {
        losses = 0;
        size = Math.min(largest, 2 * size);
    }

    /** Whether the page is to be read again after this failure, in a smaller size. */
    private boolean isToBeRepeated(Throwable failure) {
        losses++;
        size = Math.max(smallest, size / 4);
        return failure instanceof OvertakenException && losses <= LOSSES;
    }
}
