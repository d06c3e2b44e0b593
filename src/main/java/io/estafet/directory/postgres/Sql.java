package io.estafet.directory.postgres;

import io.estafet.postgres.TransactionLimits;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The reactive pool with a deadline on every use. */
@Singleton
final class Sql {

    private static final String ONE_VIEW = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    private final Pool pool;
    private final Duration deadline;
    private final Duration bulkDeadline;
    private final TransactionLimits limits;

    Sql(Pool pool, DirectoryConfig config, TransactionLimits limits) {
        this.pool = pool;
        this.deadline = config.deadline();
        this.bulkDeadline = config.bulkDeadline();
        this.limits = limits;
    }

    Uni<RowSet<Row>> run(String statement, Tuple arguments) {
        return limited(pool.preparedQuery(statement).execute(arguments), deadline);
    }

    Uni<RowSet<Row>> runBulk(String statement, Tuple arguments) {
        return limited(pool.preparedQuery(statement).execute(arguments), bulkDeadline);
    }

    /** Does all of the work or none of it. When the deadline passes, it is not known which. */
    <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return limits.limit(begun -> pool.withTransaction(connection -> begun.chain(() -> work.apply(connection))));
    }

    /** Several reads of one view of the database: nothing changes between them. */
    <T> Uni<T> snapshot(Function<Snapshot, Uni<T>> work) {
        return limits.limitSteps((begun, step) -> pool.withTransaction(
                connection -> begun.chain(() -> connection.query(ONE_VIEW).execute())
                        .chain(() -> work.apply(new Snapshot(connection, step)))));
    }

    /** One view of the database. Its reads come one after the other. */
    static final class Snapshot {

        /** The most rows in memory at once. */
        private static final int PAGE = 5_000;

        private final SqlConnection connection;
        private final Runnable step;

        private Snapshot(SqlConnection connection, Runnable step) {
            this.connection = connection;
            this.step = step;
        }

        /** Reads all rows at once: for rows that are kept in memory anyway. */
        Uni<RowSet<Row>> read(String statement, Tuple arguments) {
            return connection.preparedQuery(statement).execute(arguments).invoke(step);
        }

        /** Hands over the rows one by one; only one page of them is in memory. */
        Uni<Void> scan(String statement, Tuple arguments, Consumer<Row> sink) {
            return connection.prepare(statement).chain(prepared -> {
                Cursor cursor = prepared.cursor(arguments);
                return Multi.createBy()
                        .repeating()
                        .uni(() -> cursor.read(PAGE))
                        .whilst(rows -> cursor.hasMore())
                        // This comes first: it fails when the read was given up, and another read may write to the sink
                        // by now.
                        .invoke(step)
                        .invoke(rows -> rows.forEach(sink))
                        .collect()
                        .last()
                        .chain(cursor::close)
                        .eventually(prepared::close);
            });
        }
    }

    private <T> Uni<T> limited(Uni<T> work, Duration limit) {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return work.invoke(limits::answered).ifNoItem().after(limit).failWith(() -> limits.lateness(asked, limit));
        });
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static OffsetDateTime[] times(Stream<Instant> instants) {
        return instants.map(Sql::time).toArray(OffsetDateTime[]::new);
    }
}
