package io.estafet.upgrade;

import io.estafet.embedded.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

/**
 * What a program left in its servers, as it was at one moment.
 *
 * @param taken the moment
 * @param postgres see {@link PostgresDump}
 * @param redis see {@link RedisDump}
 */
record Fixture(Instant taken, String postgres, String redis) {

    static final Path DIRECTORY = Path.of("src", "test", "resources", "upgrade");

    private static final String POSTGRES = "postgres.sql";
    private static final String REDIS = "redis.txt";
    private static final String HEAD = "-- Taken at ";

    /** Stands for where the simulator listens. */
    private static final String WHATSAPP = "{{whatsapp}}";

    static Fixture of(Connection postgres, RedisServer redis, String whatsApp) throws SQLException {
        String rows = PostgresDump.of(postgres).replace(whatsApp, WHATSAPP);
        return new Fixture(Instant.now(), rows, RedisDump.of(redis));
    }

    static Fixture saved() {
        String postgres = resource(POSTGRES);
        int end = postgres.indexOf('\n');
        Instant taken = Instant.parse(postgres.substring(HEAD.length(), end));
        return new Fixture(taken, postgres.substring(end + 1), resource(REDIS));
    }

    void save() throws IOException {
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve(POSTGRES), HEAD + taken + "\n" + postgres);
        Files.writeString(DIRECTORY.resolve(REDIS), redis);
    }

    /** The same, as if it had been taken now, with the simulator at this address. */
    Fixture now(String whatsApp) {
        Instant now = Instant.now();
        MovedTimes times = new MovedTimes(taken, now);
        return new Fixture(now, times.in(postgres).replace(WHATSAPP, whatsApp), times.in(redis));
    }

    private static String resource(String name) {
        try (InputStream text = Fixture.class.getResourceAsStream("/upgrade/" + name)) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
