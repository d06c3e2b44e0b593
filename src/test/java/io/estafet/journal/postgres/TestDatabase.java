package io.estafet.journal.postgres;

import io.estafet.embedded.PostgresServer;
import io.estafet.testing.Servers;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The one real PostgreSQL of this package's integration tests, migrated once; each test uses portfolios of its own. */
final class TestDatabase {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final TestDatabase ONE = new TestDatabase();

    private final PostgresServer server = Servers.postgres();
    private final Vertx vertx = Vertx.vertx();

    private TestDatabase() {
        new Migrations(url(), server.username(), server.password()).migrate();
    }

    static TestDatabase get() {
        return ONE;
    }

    String url() {
        return "postgresql://" + server.host() + ":" + server.port() + "/estafet";
    }

    PostgresServer server() {
        return server;
    }

    Vertx vertx() {
        return vertx;
    }

    /** A pool of its own, as a replica has it. */
    Pool pool(int size) {
        PgConnectOptions options = PgConnectOptions.fromUri(url())
                .setUser(server.username())
                .setPassword(server.password())
                .setCachePreparedStatements(true);
        return new Pool(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(size))
                .connectingTo(options)
                .using(vertx)
                .build());
    }

    static RowSet<Row> sql(Pool pool, String sql, Object... arguments) {
        try {
            return pool.getDelegate()
                    .preparedQuery(sql)
                    .execute(Tuple.from(arguments))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
