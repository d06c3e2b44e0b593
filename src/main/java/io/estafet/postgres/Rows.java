package io.estafet.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a statement returned, as values. */
public final class Rows {

    private Rows() {}

    /** One value per row, in their order. */
    public static <T> Uni<List<T>> list(Uni<RowSet<Row>> rows, Function<Row, T> value) {
        return rows.map(all -> all.stream().map(value).toList());
    }

    /** The value of the first row; empty without rows. */
    public static <T> Uni<Optional<T>> first(Uni<RowSet<Row>> rows, Function<Row, T> value) {
        return rows.map(all -> all.stream().findFirst().map(value));
    }

    /** The value of the only row. */
    public static <T> Uni<T> only(Uni<RowSet<Row>> rows, Function<Row, T> value) {
        return rows.map(all -> value.apply(all.iterator().next()));
    }

    /** The time in a column that has one in every row. */
    public static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    public static Optional<Instant> optionalTime(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
