package io.estafet.postgres;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a statement over any number of rows: one array per column, for {@code unnest}, so that one prepared
 * statement serves all numbers of rows. The columns are in the order of the calls; null stands for NULL.
 */
public final class Columns<T> {

    private final Collection<T> rows;
    private final Tuple tuple = Tuple.tuple();

    private Columns(Collection<T> rows) {
        this.rows = rows;
    }

    /** @param first the arguments before the columns */
    public static <T> Columns<T> of(Collection<T> rows, Object... first) {
        Columns<T> columns = new Columns<>(rows);
        for (Object argument : first) {
            columns.tuple.addValue(argument);
        }
        return columns;
    }

    public Columns<T> uuids(Function<T, @Nullable UUID> column) {
        return add(UUID[]::new, column, value -> value);
    }

    public Columns<T> texts(Function<T, @Nullable String> column) {
        return add(String[]::new, column, value -> value);
    }

    public Columns<T> shorts(Function<T, @Nullable Integer> column) {
        return add(Short[]::new, column, Integer::shortValue);
    }

    public Columns<T> integers(Function<T, @Nullable Integer> column) {
        return add(Integer[]::new, column, value -> value);
    }

    public Columns<T> longs(Function<T, @Nullable Long> column) {
        return add(Long[]::new, column, value -> value);
    }

    public Columns<T> flags(Function<T, @Nullable Boolean> column) {
        return add(Boolean[]::new, column, value -> value);
    }

    public Columns<T> times(Function<T, @Nullable Instant> column) {
        return add(OffsetDateTime[]::new, column, Columns::time);
    }

    public Columns<T> bytes(Function<T, byte @Nullable []> column) {
        return add(Buffer[]::new, column, Buffer::buffer);
    }

    public Tuple tuple() {
        return tuple;
    }

    /** A single time, as the driver takes it. */
    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private <V, C> Columns<T> add(
            IntFunction<C[]> array, Function<T, @Nullable V> column, Function<? super V, ? extends C> converted) {
        tuple.addValue(rows.stream()
                .map(column)
                .map(value -> value == null ? null : converted.apply(value))
                .toArray(array));
        return this;
    }
}
