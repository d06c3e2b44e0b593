package io.estafet.journal.postgres;

import io.estafet.journal.RebuildLock;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** An advisory lock of a transaction: it is released with the connection, however its holder ends. */
@ApplicationScoped
public class PostgresRebuildLock implements RebuildLock {

    private static final String TRY = "SELECT pg_try_advisory_xact_lock(hashtextextended('rebuild:' || $1, 0)) AS held";

    /** The statement never waits for another holder, so one that takes longer has lost its connection. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Pool pool;

    public PostgresRebuildLock(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Boolean> exclusively(PortfolioId portfolio, Supplier<Uni<Void>> work) {
        return pool.withTransaction(connection -> held(connection, portfolio)
                .chain(held ->
                        held ? work.get().replaceWith(true) : Uni.createFrom().item(false)));
    }

    private static Uni<Boolean> held(SqlConnection connection, PortfolioId portfolio) {
        return connection
                .preparedQuery(TRY)
                .execute(Tuple.of(portfolio.value()))
                .ifNoItem()
                .after(DEADLINE)
                .fail()
                .map(rows -> rows.iterator().next().getBoolean("held"));
    }
}
