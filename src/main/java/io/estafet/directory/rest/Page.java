package io.estafet.directory.rest;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the cursor of what follows; null at the end
 */
record Page<T>(List<T> items, @Nullable String next) {

    /** The most characters on one page: as many as a thousand items of the usual size have. */
    private static final int MAX_CHARACTERS = 512 << 10;

    /** A page ends with the given number of items, or when they have too many characters; it has at least one. */
    static <T> Page<T> of(List<T> items, int size, ToIntFunction<T> length, Function<T, String> cursor) {
        int characters = 0;
        int count = 0;
        while (count < items.size()) {
            characters += length.applyAsInt(items.get(count));
            if (count > 0 && characters > MAX_CHARACTERS) {
                break;
            }
            count++;
        }
        boolean hasMore = count < items.size() || items.size() >= size;
        return of(items.subList(0, count), hasMore, cursor);
    }

    static <T> Page<T> of(List<T> items, boolean hasMore, Function<T, String> cursor) {
        return new Page<>(items, hasMore ? cursor.apply(items.get(items.size() - 1)) : null);
    }
}
