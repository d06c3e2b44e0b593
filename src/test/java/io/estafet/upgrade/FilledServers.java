package io.estafet.upgrade;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import io.estafet.embedded.PostgresServer;
import io.estafet.embedded.RedisOptions;
import io.estafet.embedded.RedisServer;
import io.estafet.testing.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A Redis and a database of the schema of the version before, both filled from a {@link Fixture}. */
final class FilledServers implements AutoCloseable {

    /** The latest migration of the version before. */
    private static final String SCHEMA = "10";

    private static final String DAY =
            "CREATE TABLE %1$s_%2$s PARTITION OF %1$s FOR VALUES FROM ('%3$s') TO ('%4$s') WITH (fillfactor = 80)";

    private final String database;
    private final RedisServer redis;

    /** @param name in lower case; nobody else's in this JVM */
    FilledServers(String name, Fixture fixture) throws SQLException {
        this.database = name;
        this.redis = RedisServer.start(Path.of("target", "redis-" + name), RedisOptions.DEFAULT);
        fillRedis(fixture);
        try (Connection server = Servers.connect(Servers.postgres());
                Statement statement = server.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + name);
        }
        fillPostgres(fixture);
    }

    private void fillRedis(Fixture fixture) {
        redis.stop();
        redis.wipe();
        redis.start();
        RedisDump.restore(redis, fixture.redis());
    }

    private void fillPostgres(Fixture fixture) throws SQLException {
        PostgresServer server = Servers.postgres();
        Flyway.configure()
                .dataSource("jdbc:" + url(), server.username(), server.password())
                .target(SCHEMA)
                .load()
                .migrate();
        try (Connection connection = connect()) {
            makeDays(connection, fixture.taken());
            PostgresDump.restore(connection, fixture.postgres());
        }
    }

    /** The partitions that a program has made that ran at that time. */
    private static void makeDays(Connection connection, Instant at) throws SQLException {
        LocalDate today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        try (Statement statement = connection.createStatement()) {
            for (LocalDate day = today.minusDays(1); day.isBefore(today.plusDays(4)); day = day.plusDays(1)) {
                for (String table : List.of("message", "event")) {
                    statement.execute(
                            DAY.formatted(table, BASIC_ISO_DATE.format(day), lowestId(day), lowestId(day.plusDays(1))));
                }
            }
        }
    }

    private static UUID lowestId(LocalDate day) {
        return new UUID(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() << 16, 0);
    }

    /** What a program needs to run on them. */
    Map<String, String> settings() {
        return Map.of("quarkus.redis.hosts", redis.url(), "quarkus.datasource.reactive.url", url());
    }

    List<String> texts(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return Servers.connect(Servers.postgres(), database);
    }

    private String url() {
        return "postgresql://" + Servers.postgres().host() + ":"
                + Servers.postgres().port() + "/" + database;
    }

    @Override
    public void close() {
        redis.close();
    }
}
