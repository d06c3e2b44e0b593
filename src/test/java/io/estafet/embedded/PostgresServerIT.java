package io.estafet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import io.estafet.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;

/** What fault tests do to a PostgreSQL, and what it promises. */
class PostgresServerIT {
    private static final int NETWORK_MILLIS = 1000;

    private Path directory;

    /** Not JUnit's: nobody could not enter that one. */
    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(
                "estafet-postgres-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    @AfterEach
    void deleteDirectory() throws IOException {
        Trees.delete(directory);
    }

    @Test
    void keepsEveryCommitWhenKilled() throws SQLException {
        try (PostgresServer postgres = PostgresServer.start(directory)) {
            int port = postgres.port();
            try (Connection connection = Servers.connect(postgres)) {
                execute(connection, "CREATE TABLE kept AS SELECT 7 AS number");

                postgres.kill();
                assertThat(postgres.running()).isFalse();
            }
            postgres.start();

            assertThat(postgres.port()).isEqualTo(port);
            assertThat(query(postgres, "SELECT number FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void openConnectionsHangWhileSuspended() throws SQLException {
        try (PostgresServer postgres = PostgresServer.start(directory);
                Connection connection = Servers.connect(postgres)) {
            connection.setNetworkTimeout(Runnable::run, NETWORK_MILLIS);
            postgres.suspend();
            assertThatThrownBy(() -> execute(connection, "SELECT 1")).hasRootCauseMessage("Read timed out");
            postgres.resume();
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void stopsWhileClientsAreConnected() throws SQLException {
        try (PostgresServer postgres = PostgresServer.start(directory);
                Connection connection = Servers.connect(postgres)) {
            long begin = System.nanoTime();
            postgres.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            assertThatThrownBy(() -> execute(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            postgres.start();
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void asksForThePasswordThatItsOwnerAloneCanRead() throws Exception {
        try (PostgresServer postgres = PostgresServer.start(directory)) {
            assertThat(Files.getPosixFilePermissions(postgres.passwordFile()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            Properties login = new Properties();
            login.setProperty("user", postgres.username());
            login.setProperty("password", "wrong");
            assertThatThrownBy(() -> new Driver().connect("jdbc:" + postgres.reactiveUrl(), login))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void commitsToDiskAndListensOnLoopbackOnly() throws SQLException {
        try (PostgresServer postgres = PostgresServer.start(directory)) {
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(query(postgres, "SHOW max_connections")).isEqualTo("100");
            assertThat(query(postgres, "SHOW shared_buffers")).isEqualTo("256MB");
            assertThat(query(postgres, "SELECT upper('é')")).isEqualTo("É");
        }
    }

    @Test
    void makesItsDataAnewAfterAnInterruptedFirstStart() throws Exception {
        Files.createDirectories(directory.resolve("data.partial").resolve("base"));
        Files.writeString(directory.resolve("data.partial").resolve("PG_VERSION"), "18\n");
        try (PostgresServer postgres = PostgresServer.start(directory)) {
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Account.class, names = "OWN", mode = EnumSource.Mode.EXCLUDE)
    void rootLendsItAnotherUserAndEitherWayKeepsTheData(Account account) throws SQLException {
        assumeThat(new UnixSystem().getUid()).as("only root lends").isZero();
        assumeThat(Account.current()).as("namespaces allowed").isEqualTo(Account.NAMESPACE);
        assumeThat(Commands.exists("setpriv")).isTrue();
        try (PostgresServer postgres = PostgresServer.start(directory, 0, account)) {
            try (Connection connection = Servers.connect(postgres)) {
                execute(connection, "CREATE TABLE kept AS SELECT 7 AS number");
            }
        }
        Account other = account == Account.NOBODY ? Account.NAMESPACE : Account.NOBODY;
        try (PostgresServer postgres = PostgresServer.start(directory, 0, other)) {
            assertThat(query(postgres, "SELECT number FROM kept")).isEqualTo("7");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer postgres, String sql) throws SQLException {
        try (Connection connection = Servers.connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
