package io.estafet.postgres;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into one array per column, for {@code unnest}, so that one prepared statement serves any number of rows.
 */
public final class Columns<T> {

    private final List<T> rows;
    private final Tuple tuple = Tuple.tuple();

    public Columns(List<T> rows) {
        this.rows = rows;
    }

    public Columns<T> uuids(Function<T, UUID> column) {
        return add(UUID[]::new, column);
    }

    public Columns<T> texts(Function<T, String> column) {
        return add(String[]::new, column);
    }

    public Columns<T> optionalTexts(Function<T, Optional<String>> column) {
        return addOptional(String[]::new, column);
    }

    public Columns<T> shorts(Function<T, Integer> column) {
        return add(Short[]::new, row -> column.apply(row).shortValue());
    }

    public Columns<T> optionalShorts(Function<T, Optional<Integer>> column) {
        return addOptional(Short[]::new, row -> column.apply(row).map(Integer::shortValue));
    }

    public Columns<T> integers(Function<T, Integer> column) {
        return add(Integer[]::new, column);
    }

    public Columns<T> longs(Function<T, Long> column) {
        return add(Long[]::new, column);
    }

    public Columns<T> flags(Function<T, Boolean> column) {
        return add(Boolean[]::new, column);
    }

    public Columns<T> times(Function<T, Instant> column) {
        return add(OffsetDateTime[]::new, row -> time(column.apply(row)));
    }

    public Columns<T> optionalTimes(Function<T, Optional<Instant>> column) {
        return addOptional(OffsetDateTime[]::new, row -> column.apply(row).map(Columns::time));
    }

    public Columns<T> bytes(Function<T, byte[]> column) {
        return add(Buffer[]::new, row -> Buffer.buffer(column.apply(row)));
    }

    public Columns<T> optionalBytes(Function<T, Optional<byte[]>> column) {
        return addOptional(Buffer[]::new, row -> column.apply(row).map(Buffer::buffer));
    }

    public Tuple tuple() {
        return tuple;
    }

    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    public static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    private <V> Columns<T> add(IntFunction<V[]> array, Function<T, V> column) {
        tuple.addValue(rows.stream().map(column).toArray(array));
        return this;
    }

    private <V> Columns<T> addOptional(IntFunction<V[]> array, Function<T, Optional<V>> column) {
        V[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            Optional<V> value = column.apply(rows.get(i));
            if (value.isPresent()) {
                values[i] = value.get();
            }
        }
        tuple.addValue(values);
        return this;
    }
}
