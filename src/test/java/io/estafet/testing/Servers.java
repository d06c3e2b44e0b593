package io.estafet.testing;

import io.estafet.embedded.EmbeddedServers;
import io.estafet.embedded.PostgresServer;
import io.estafet.embedded.RedisServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * One Redis and one PostgreSQL for all tests of a JVM, empty at first, ended with it. A test that breaks a server
 * puts it right again; a test that wants another Redis starts its own with {@link RedisServer#start}.
 *
 * <p>Quarkus loads test classes in several class loaders, so this class may exist more than once: all see the same
 * servers, and the first of them empties what an earlier run left.
 */
public final class Servers {
    /** Each test JVM has servers of its own. */
    private static final Path DIRECTORY =
            Path.of("target", "test-servers-" + System.getProperty("estafet.test.fork", "1"));

    private static final String STARTED = "estafet.testing.servers";

    private static EmbeddedServers servers;

    private Servers() {}

    public static synchronized EmbeddedServers get() {
        if (servers == null) {
            servers = EmbeddedServers.start(DIRECTORY);
            if (System.getProperties().putIfAbsent(STARTED, "true") == null) {
                empty(servers.redis());
                empty(servers.postgres());
            }
        }
        return servers;
    }

    public static RedisServer redis() {
        return get().redis();
    }

    public static PostgresServer postgres() {
        return get().postgres();
    }

    /** A JDBC connection to the database {@code estafet}; the caller closes it. */
    public static Connection connect(PostgresServer postgres) throws SQLException {
        return connect(postgres, "estafet");
    }

    /** The same to another database. */
    public static Connection connect(PostgresServer postgres, String database) throws SQLException {
        String url = "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/" + database;
        Properties login = new Properties();
        login.setProperty("user", postgres.username());
        login.setProperty("password", postgres.password());
        // Not by DriverManager: it knows the driver of one class loader only.
        return Objects.requireNonNull(new Driver().connect(url, login));
    }

    private static void empty(RedisServer redis) {
        redis.stop();
        redis.wipe();
        redis.start();
    }

    private static void empty(PostgresServer postgres) {
        try (Connection connection = connect(postgres, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE estafet WITH (FORCE)");
            statement.execute("CREATE DATABASE estafet");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot empty the database of an earlier run", e);
        }
    }
}
