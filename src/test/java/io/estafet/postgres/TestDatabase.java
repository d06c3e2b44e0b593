package io.estafet.postgres;

import io.estafet.embedded.PostgresServer;
import io.estafet.journal.postgres.Migrations;
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
public final class TestDatabase {

    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final TestDatabase ONE = new TestDatabase();

    private final PostgresServer server = Servers.postgres();
    private final Vertx vertx = Vertx.vertx();

    private TestDatabase() {
        new Migrations(url(), server.username(), server.password()).migrate();
    }

    public static TestDatabase get() {
        return ONE;
    }

    public String url() {
        return "postgresql://" + server.host() + ":" + server.port() + "/estafet";
    }

    public PostgresServer server() {
        return server;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** A pool of its own, as a replica has it. */
    public Pool pool(int size) {
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

    public static RowSet<Row> sql(Pool pool, String sql, Object... arguments) {
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
