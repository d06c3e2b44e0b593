package io.estafet.directory.postgres;

import io.smallrye.mutiny.Uni;
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
import java.util.function.Function;

/** The reactive pool with a deadline on every use. */
@Singleton
final class Sql {

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

    /** All of the work or nothing of it; when the deadline passes, which of the two is not known. */
    <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return limits.limit(begun -> pool.withTransaction(connection -> begun.chain(() -> work.apply(connection))));
    }

    private static <T> Uni<T> limited(Uni<T> work, Duration limit) {
        return work.ifNoItem().after(limit).failWith(() -> new DirectoryAwayException(limit));
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
