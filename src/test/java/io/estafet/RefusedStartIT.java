package io.estafet;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.directory.Registered;
import io.estafet.directory.Registry;
import io.estafet.testing.Replica;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The packaged program in profile {@code prod} and what it says when it cannot start. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class RefusedStartIT {

    @Inject
    Registry registry;

    @Inject
    Readiness readiness;

    @Test
    void refusesAKeyThatDoesNotOpenTheTokens() {
        // Given
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(readiness::isReady);
        Registered.sender(registry, Registered.portfolio(registry, 250), Registered.fresh("w"));
        String wrong = Base64.getEncoder()
                .encodeToString("a wrong key that has 32 bytes...".getBytes(StandardCharsets.US_ASCII));

        // When
        String output = refused("wrong-key", Map.of("estafet.secrets.key", wrong));

        // Then
        assertThat(reason(output))
                .contains("cannot be decrypted")
                .contains("set estafet.secrets.key to")
                .contains("estafet.secrets.old-keys");
    }

    @Test
    void namesTheRedisThatIsAway() throws IOException {
        // Given
        int nobody = freePort();

        // When
        String output = refused(
                "no-redis",
                Map.of("quarkus.redis.hosts", "redis://:sesame@127.0.0.1:" + nobody, "estafet.startup.timeout", "2s"));

        // Then
        assertThat(reason(output))
                .contains("Redis at redis://127.0.0.1:" + nobody
                        + " was not usable within 2 s (estafet.startup.timeout): ")
                .contains("Connection refused");
        assertThat(output).doesNotContain("sesame");
    }

    @Test
    void namesThePostgresThatIsAway() throws IOException {
        // Given
        String away = "postgresql://127.0.0.1:" + freePort() + "/estafet";

        // When
        String output = refused(
                "no-postgres", Map.of("quarkus.datasource.reactive.url", away, "estafet.startup.timeout", "2s"));

        // Then
        assertThat(reason(output))
                .contains("PostgreSQL at " + away + " was not usable within 2 s (estafet.startup.timeout): ")
                .contains("Connection refused");
    }

    @Test
    void refusesAnApiKeyInPlaceOfItsHash() {
        // When
        String output = refused("plain-key", Map.of("estafet.api.keys.shop", "open sesame"));

        // Then
        assertThat(reason(output)).contains("estafet.api.keys.shop is not a SHA-256 in hex");
        assertThat(output).doesNotContain("sesame");
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            // When
            String output = refused("port-taken", Map.of("quarkus.http.port", "" + other.getLocalPort()));

            // Then
            assertThat(output.lines())
                    .singleElement()
                    .asString()
                    .contains("Port " + other.getLocalPort() + " (quarkus.http.port) is in use");
        }
    }

    @Test
    void namesAllSettingsThatAreMissing() throws Exception {
        // Given
        ProcessBuilder bare = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.datasource.username=estafet",
                "-jar",
                System.getProperty("estafet.jar"));
        bare.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("ESTAFET_"));

        // When
        Process program = bare.redirectErrorStream(true).start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(1);
        assertThat(output.lines())
                .singleElement()
                .asString()
                .startsWith("Estafet cannot start: these settings are missing: QUARKUS_REDIS_HOSTS,"
                        + " QUARKUS_DATASOURCE_REACTIVE_URL, QUARKUS_DATASOURCE_PASSWORD, ESTAFET_SECRETS_KEY ");
    }

    /** What a replica said that had to end by itself. */
    private static String refused(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("quarkus.profile", "prod");
        try (Replica replica = Replica.start(name, all)) {
            assertThat(replica.awaitEnd()).isEqualTo(1);
            return replica.output();
        }
    }

    /** The one error, of one line. */
    private static String reason(String output) {
        assertThat(output).doesNotContain("\tat ").doesNotContainPattern("\\bready\\b");
        List<String> errors =
                output.lines().filter(line -> line.contains(" ERROR ")).toList();
        assertThat(errors).singleElement().asString().contains("Estafet cannot start: ");
        return errors.get(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
