package io.estafet.testing;

import io.estafet.directory.DirectoryLifecycle;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/** Starts the directory for tests until the program does so itself: schema, then books and loops. */
@Singleton
final class DirectoryStart {

    private final DirectoryLifecycle lifecycle;

    DirectoryStart(DirectoryLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    void start(@Observes StartupEvent event) {
        var postgres = Servers.postgres();
        String url = "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/estafet";
        Flyway.configure()
                .dataSource(url, postgres.username(), postgres.password())
                .load()
                .migrate();
        lifecycle.start().await().atMost(Duration.ofSeconds(10));
    }

    void stop(@Observes ShutdownEvent event) {
        lifecycle.stop();
    }
}
