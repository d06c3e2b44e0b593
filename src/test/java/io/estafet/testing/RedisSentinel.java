package io.estafet.testing;

import static org.awaitility.Awaitility.await;

import io.estafet.embedded.RedisOptions;
import io.estafet.embedded.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Redis master with one replica, watched by three Sentinels that fail over when it is silent for a second. A test
 * resource starts it, and its test, which may be loaded by another class loader, takes hold of the one that runs.
 */
public final class RedisSentinel implements AutoCloseable {

    public static final String MASTER = "mymaster";

    private static final Duration FORMED = Duration.ofSeconds(30);
    private static final int SENTINELS = 3;
    private static final String RUNNING = "estafet.testing.sentinel";

    private final RedisServer master;
    private final RedisServer replica;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Process> sentinels = new ArrayList<>();

    private RedisSentinel(RedisServer master, RedisServer replica) {
        this.master = master;
        this.replica = replica;
    }

    public static RedisSentinel start(Path directory) {
        RedisSentinel setUp = servers(directory);
        setUp.watch(directory);
        // They were started a moment ago, and listen a moment later.
        await("a watched master")
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .atMost(FORMED)
                .until(setUp::isWhole);
        System.setProperty(RUNNING, directory.toString());
        return setUp;
    }

    /** The servers of the one that was started last in this JVM, as long as none of them was killed. */
    public static RedisSentinel running() {
        return servers(Path.of(System.getProperty(RUNNING)));
    }

    private static RedisSentinel servers(Path directory) {
        RedisServer master = RedisServer.start(directory.resolve("master"), RedisOptions.DEFAULT);
        RedisServer replica = RedisServer.start(
                directory.resolve("replica"),
                RedisOptions.with("--replicaof", master.host(), Integer.toString(master.port())));
        return new RedisSentinel(master, replica);
    }

    private void watch(Path directory) {
        String redis = ProcessHandle.of(master.pid())
                .flatMap(process -> process.info().command())
                .orElseThrow();
        try {
            for (int i = 0; i < SENTINELS; i++) {
                int port = freePort();
                Path config = Files.createDirectories(directory.resolve("sentinel" + i))
                        .resolve("sentinel.conf");
                Files.writeString(config, """
                        port %d
                        bind %s
                        dir %s
                        sentinel monitor %s %s %d 2
                        sentinel down-after-milliseconds %s 1000
                        sentinel failover-timeout %s 5000
                        """.formatted(
                                port,
                                master.host(),
                                config.getParent().toAbsolutePath(),
                                MASTER,
                                master.host(),
                                master.port(),
                                MASTER,
                                MASTER));
                ports.add(port);
                sentinels.add(new ProcessBuilder(redis, config.toAbsolutePath().toString(), "--sentinel")
                        .redirectErrorStream(true)
                        .redirectOutput(config.resolveSibling("log").toFile())
                        .start());
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    private boolean isWhole() {
        String replication = Redis.text(master, "INFO replication");
        return replication.contains("state=online")
                && ports.stream().allMatch(port -> {
                    String watched = Redis.text(master.host(), port, "INFO sentinel");
                    return watched.contains("slaves=1,sentinels=" + SENTINELS);
                });
    }

    public RedisServer master() {
        return master;
    }

    public RedisServer replica() {
        return replica;
    }

    /** As the client takes it. */
    public String hosts() {
        return ports.stream()
                .map(port -> "redis://" + master.host() + ":" + port)
                .collect(Collectors.joining(","));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        sentinels.forEach(Process::destroyForcibly);
        replica.close();
        master.close();
    }
}
