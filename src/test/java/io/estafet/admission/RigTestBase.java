package io.estafet.admission;

import io.estafet.embedded.RedisOptions;
import io.estafet.embedded.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A Redis for one test class, and the scripts on it. */
abstract class RigTestBase {

    @TempDir
    static Path directory;

    static Rig rig;

    private static RedisServer server;

    @BeforeAll
    static void start() {
        server = RedisServer.start(directory, RedisOptions.with("--appendonly", "no"));
        rig = Rig.on(server, TestConfig.DEFAULT);
    }

    @AfterAll
    static void stop() {
        rig.close();
        server.close();
    }
}
