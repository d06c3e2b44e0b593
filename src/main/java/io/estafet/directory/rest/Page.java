package io.estafet.directory.rest;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the cursor of what follows; null at the end
 */
record Page<T>(List<T> items, @Nullable String next) {

    static <T> Page<T> of(List<T> items, int size, Function<T, String> cursor) {
        return new Page<>(items, items.size() < size ? null : cursor.apply(items.get(items.size() - 1)));
    }
}
