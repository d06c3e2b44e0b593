package io.estafet.reactive;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The recurring shapes of asynchronous work. None of them begins before it is subscribed to. */
public final class Unis {

    private Unis() {}

    /** Work that is done. */
    public static Uni<Void> done() {
        return Uni.createFrom().voidItem();
    }

    /** Does the work for one item after another. The first failure ends it. */
    public static <T> Uni<Void> inTurn(Iterable<? extends T> items, Function<? super T, ? extends Uni<?>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> work.apply(item))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Does the work for at most {@code most} items at once. The first failure ends it. */
    public static <T> Uni<Void> atOnce(
            int most, Iterable<? extends T> items, Function<? super T, ? extends Uni<?>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUni(item -> work.apply(item))
                .merge(most)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /**
     * Repeats a step while it answers true. A chain of a thousand steps that call each other would overflow the stack.
     *
     * @param step is subscribed to repeatedly, never twice at once
     */
    public static Uni<Void> whileTrue(Supplier<Uni<Boolean>> step) {
        return Multi.createBy()
                .repeating()
                .uni(() -> step.get())
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The items in lists of {@code size}; the last may be shorter. */
    public static <T> List<List<T>> parts(List<T> items, int size) {
        List<List<T>> parts = new ArrayList<>((items.size() + size - 1) / size);
        for (int from = 0; from < items.size(); from += size) {
            parts.add(items.subList(from, Math.min(items.size(), from + size)));
        }
        return parts;
    }

    /** Hands a failure to {@code log}; the work then ends with null. */
    public static <T> Uni<T> recovered(Uni<T> work, Consumer<Throwable> log) {
        return recovered(work, null, log);
    }

    /** Hands a failure to {@code log}; the work then ends with {@code item}. */
    public static <T> Uni<T> recovered(Uni<T> work, @Nullable T item, Consumer<Throwable> log) {
        return work.onFailure().invoke(log).onFailure().recoverWithItem(item);
    }
}
