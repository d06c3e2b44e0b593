package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void namesEveryScriptOfTheDirectory() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .isEqualTo(Migrations.SCRIPTS);
        }
    }

    @Test
    void derivesTheJdbcUrl() {
        assertThat(Migrations.jdbcUrl("postgresql://db:5432/estafet")).isEqualTo("jdbc:postgresql://db:5432/estafet");
        assertThat(Migrations.jdbcUrl("vertx-reactive:postgresql://db/estafet?sslmode=verify-full"))
                .isEqualTo("jdbc:postgresql://db/estafet?sslmode=verify-full");
        assertThat(Migrations.jdbcUrl("postgres://a/x, postgres://b/x")).isEqualTo("jdbc:postgresql://a/x");
    }

    @Test
    void failsClearlyWithoutSecrets() {
        // Port 1 refuses.
        Migrations nowhere = new Migrations("postgresql://localhost:1/estafet?password=secret", "user", "secret");

        assertThatThrownBy(nowhere::migrate)
                .isInstanceOf(Migrations.MigrationException.class)
                .hasMessageContaining("jdbc:postgresql://localhost:1/estafet")
                .hasMessageNotContaining("secret");
    }
}
