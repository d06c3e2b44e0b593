package io.estafet.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/** Runs the statements of a transaction, one after the other. */
@FunctionalInterface
public interface Statements {

    /** Runs a statement that has a parameter {@code $n} for each argument. */
    Uni<RowSet<Row>> run(String sql, Tuple arguments);

    default Uni<RowSet<Row>> run(String sql) {
        return run(sql, Tuple.tuple());
    }
}
