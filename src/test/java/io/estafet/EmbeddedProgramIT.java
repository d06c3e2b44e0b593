package io.estafet;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.testing.ServersResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program in profile {@code embedded}, from its start to its end. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedProgramIT {

    private static final Pattern WARNING = Pattern.compile("\\b(WARN|ERROR)");
    private static final String BUSY_MACHINE = "io.vertx.core.impl.BlockedThreadChecker";

    @TempDir
    private Path directory;

    @Test
    void startsItsServersTellsTheirAddressesAndEndsThemWithin10Seconds() throws Exception {
        Process program = start("-Destafet.embedded.directory=" + directory);
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lineWith(output, "QUARKUS_REDIS_HOSTS=redis://127.0.0.1:"))
                    .isNotEmpty();
            assertThat(lineWith(output, "QUARKUS_DATASOURCE_REACTIVE_URL=postgresql://127.0.0.1:"))
                    .endsWith("/estafet");
            lineWith(output, "ProgramLifecycle");
            List<ProcessHandle> servers = program.children().toList();
            assertThat(servers).as("Redis and PostgreSQL").hasSize(2).allMatch(EmbeddedProgramIT::runs);

            program.destroy();

            assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(servers).noneMatch(EmbeddedProgramIT::runs);
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void warnsOfNothing() throws Exception {
        Stream<String> settings = Stream.of("estafet.embedded.directory=" + directory, "estafet.demo.register=true");
        Stream<String> patience = ServersResource.PATIENCE.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue());
        Process program = start(
                Stream.concat(settings, patience).map(setting -> "-D" + setting).toArray(String[]::new));
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            assertThat(linesDownTo(output, "ProgramLifecycle"))
                    .noneMatch(line -> WARNING.matcher(line).find() && !line.contains(BUSY_MACHINE));
        } finally {
            program.destroy();
            program.waitFor(10, TimeUnit.SECONDS);
            program.destroyForcibly();
        }
    }

    @Test
    void saysInOneLineWhyItCannotStart() throws Exception {
        Process program = start("-Destafet.embedded.directory=" + directory, "-Destafet.embedded.redis.port=no-number");
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine())
                    .isEqualTo("Estafet cannot start: estafet.embedded.redis.port is not a port: no-number");
            assertThat(program.waitFor(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(program.exitValue()).isEqualTo(1);
        }
    }

    @Test
    void namesAPortThatIsTakenAndLeavesNothingBehind() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process program = start(
                    "-Destafet.embedded.directory=" + directory, "-Dquarkus.management.port=" + other.getLocalPort());
            String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isEqualTo(1);
            assertThat(output.lines())
                    .singleElement()
                    .asString()
                    .startsWith("Port " + other.getLocalPort()
                            + " (quarkus.management.port) is in use by another program. End it, or choose another");
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void whatItPrintsStartsAnotherReplica() throws Exception {
        Process program = start("-Destafet.embedded.directory=" + directory, "-Destafet.demo.register=true");
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            lineWith(output, "Another replica");
            String pasted = pasted(output);
            // The demo's numbers, whose tokens the other replica must be able to open.
            lineWith(output, "Estafet serves at");

            ProcessBuilder shell = new ProcessBuilder("sh", "-c", pasted);
            shell.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("ESTAFET_"));
            Process replica = shell.redirectErrorStream(true).start();
            try (BufferedReader said = replica.inputReader(StandardCharsets.UTF_8)) {
                assertThat(lineWith(said, "\"message\":\"ready\"")).contains("ProgramLifecycle");
            } finally {
                replica.destroy();
                assertThat(replica.waitFor(15, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            program.destroy();
            program.waitFor(10, TimeUnit.SECONDS);
            program.destroyForcibly();
        }
    }

    /** One that is dead and that nobody has collected yet is still there, without a command. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Its printed lines down to the command, which replaces the shell so that it can be ended. */
    private static String pasted(BufferedReader output) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.strip().startsWith("java ")) {
                return lines.append("exec ").append(line.strip()).toString();
            }
            lines.append(line).append('\n');
        }
        throw new AssertionError("No command among the lines:\n" + lines);
    }

    private static Process start(String... settings) throws IOException {
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of("-Dquarkus.profile=embedded", "-Dquarkus.http.port=0"),
                        Stream.of("-Dquarkus.management.port=0", "-Destafet.simulator.port=0"),
                        Stream.of("-Destafet.demo.enabled=false"),
                        Stream.of(settings),
                        Stream.of("-jar", System.getProperty("estafet.jar")))
                .flatMap(words -> words)
                .toList();
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String lineWith(BufferedReader output, String words) throws IOException {
        List<String> lines = linesDownTo(output, words);
        return lines.get(lines.size() - 1);
    }

    private static List<String> linesDownTo(BufferedReader output, String words) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.contains(words)) {
                return lines;
            }
        }
        throw new AssertionError("The program ended without saying " + words);
    }
}
