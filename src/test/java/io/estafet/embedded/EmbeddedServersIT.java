package io.estafet.embedded;

import com.sun.security.auth.module.UnixSystem;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The life of both servers with their program, on real processes. */
class EmbeddedServersIT {
    private static final Pattern NEEDED = Pattern.compile("classes|target|embedded-|commons-|xz|assertj|byte-buddy");

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("estafet-embedded-");
    }

    @AfterEach
    void leaveNothing() throws IOException {
        List<ProcessHandle> left = ProcessTable.find(directory.toString());
        left.forEach(process -> Child.of(process).kill());
        Trees.delete(directory);
        assertThat(left).as("processes left behind").isEmpty();
    }

    @Test
    void keepsDataAndPortsAcrossRestarts() throws SQLException {
        int redisPort;
        int postgresPort;
        try (EmbeddedServers servers = EmbeddedServers.start(directory)) {
            redisPort = servers.redis().port();
            postgresPort = servers.postgres().port();
            write(servers);
        }
        try (EmbeddedServers servers = EmbeddedServers.start(directory)) {
            assertThat(servers.redis().port()).isEqualTo(redisPort);
            assertThat(servers.postgres().port()).isEqualTo(postgresPort);
            assertWritten(servers);
        }
    }

    @Test
    void adoptsWhatAKilledProgramLeft() throws Exception {
        ServersProgram program = ServersProgram.start(directory);
        List<Long> pids = program.pids();
        program.kill();
        assertThat(pids).allMatch(ServersProgram::alive);

        try (EmbeddedServers servers = EmbeddedServers.start(directory)) {
            assertThat(List.of(servers.redis().pid(), servers.postgres().pid())).isEqualTo(pids);
            write(servers);
            assertWritten(servers);
        }
        assertThat(pids).noneMatch(ServersProgram::alive);
    }

    @Test
    void adoptsWhatWasSuspended() throws Exception {
        ServersProgram program = ServersProgram.start(directory);
        List<Long> pids = program.pids();
        pids.forEach(pid -> Child.of(ProcessHandle.of(pid).orElseThrow()).suspend());
        program.kill();

        try (EmbeddedServers servers = EmbeddedServers.start(directory)) {
            write(servers);
            assertWritten(servers);
        }
    }

    @Test
    void clearsWhatRunsOtherwiseThanWanted() throws Exception {
        ServersProgram program = ServersProgram.start(directory);
        List<Long> pids = program.pids();
        program.kill();

        int redisPort = Ports.free();
        int postgresPort = Ports.free();
        try (EmbeddedServers servers = EmbeddedServers.start(directory, redisPort, postgresPort)) {
            assertThat(servers.redis().port()).isEqualTo(redisPort);
            assertThat(servers.postgres().port()).isEqualTo(postgresPort);
            assertThat(pids).noneMatch(ServersProgram::alive);
            write(servers);
            assertWritten(servers);
        }
    }

    @Test
    void startsAfterAllWasKilledAtOnce() throws Exception {
        ServersProgram program = ServersProgram.start(directory);
        List<Long> pids = program.pids();
        program.kill();
        // The parents only: what PostgreSQL forked is left holding its memory.
        List<ProcessHandle> servers =
                pids.stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
        Commands.signal("KILL", servers);

        try (EmbeddedServers again = EmbeddedServers.start(directory)) {
            write(again);
            assertWritten(again);
        }
    }

    @Test
    void endsWithItsProgram() throws Exception {
        ServersProgram program = ServersProgram.start(directory);
        List<Long> pids = program.pids();

        program.terminate();

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(pids).noneMatch(ServersProgram::alive));
    }

    @Test
    void refusesADirectoryThatAnotherProgramUses() throws Exception {
        ServersProgram program = ServersProgram.start(directory);
        List<Long> pids = program.pids();
        try {
            assertThatThrownBy(() -> EmbeddedServers.start(directory))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + program.pid());
            assertThat(pids).allMatch(ServersProgram::alive);
        } finally {
            program.terminate();
        }
    }

    @Test
    void givesAViewOfTheSameServersWithinTheProgram() throws SQLException {
        try (EmbeddedServers servers = EmbeddedServers.start(directory)) {
            EmbeddedServers again = EmbeddedServers.start(directory);
            assertThat(again.redis().pid()).isEqualTo(servers.redis().pid());
            again.redis().kill();
            again.redis().start();
            again.close();
            assertThat(servers.redis().running()).isTrue();
            write(servers);
        }
    }

    @Test
    void namesThePortThatIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST))) {
            assertThatThrownBy(() -> EmbeddedServers.start(directory, taken.getLocalPort(), 0))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " ")
                    .hasMessageContaining("Redis");
            assertThatThrownBy(() -> EmbeddedServers.start(directory, 0, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " ")
                    .hasMessageContaining("PostgreSQL");
        }
    }

    @Test
    void livesInASessionOfItsOwnSoThatCtrlCReachesTheProgramOnly() throws IOException {
        assumeThat(Path.of("/proc/self/stat")).exists();
        try (EmbeddedServers servers = EmbeddedServers.start(directory)) {
            long redis = servers.redis().pid();
            long postgres = servers.postgres().pid();
            assertThat(ServersProgram.session(redis)).isEqualTo(redis);
            assertThat(ServersProgram.session(postgres)).isEqualTo(postgres);
        }
    }

    @Test
    void runsForAnOrdinaryUserToo() throws Exception {
        assumeThat(new UnixSystem().getUid())
                .as("only root can become another user")
                .isZero();
        assumeThat(Commands.exists("setpriv")).isTrue();
        String classPath = copiedClassPath();
        Account.NOBODY.own(directory);

        Path data = directory.resolve("servers");
        ServersProgram program = ServersProgram.start(Account.NOBODY.prefix(), classPath, data);
        List<Long> pids = program.pids();
        try {
            assertThat(pids).allMatch(ServersProgram::alive);
            assertThat(Files.getOwner(data).getName()).isEqualTo("nobody");
        } finally {
            program.terminate();
        }
        assertThat(pids).noneMatch(ServersProgram::alive);
    }

    /** The class path's needed part at a place that everybody can read. */
    private String copiedClassPath() throws IOException {
        List<String> copies = new ArrayList<>();
        List<String> entries =
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        for (String entry : entries) {
            Path from = Path.of(entry);
            if (NEEDED.matcher(entry).find() && Files.exists(from)) {
                Path to = directory.resolve("class-path").resolve(copies.size() + "-" + from.getFileName());
                Trees.copy(from, to);
                copies.add(to.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void write(EmbeddedServers servers) throws SQLException {
        assertThat(Redis.ask(servers.redis(), "SET greeting selamat")).isEqualTo("+OK");
        try (Connection connection = Servers.connect(servers.postgres());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE greeting AS SELECT 'selamat' AS text");
        }
    }

    private static void assertWritten(EmbeddedServers servers) throws SQLException {
        assertThat(Redis.ask(servers.redis(), "GET greeting")).isEqualTo("selamat");
        try (Connection connection = Servers.connect(servers.postgres());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT text FROM greeting")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("selamat");
        }
    }
}
