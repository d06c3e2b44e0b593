package io.estafet.testing;

import static org.awaitility.Awaitility.await;

import io.estafet.embedded.RedisOptions;
import io.estafet.embedded.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Redis Cluster of three masters on loopback, each with a third of the slots, all of them served. A test resource
 * starts it, and its test, which may be loaded by another class loader, takes hold of the one that runs.
 */
public final class RedisCluster implements AutoCloseable {

    private static final Duration FORMED = Duration.ofSeconds(30);
    private static final int SLOTS = 16_384;
    private static final int MASTERS = 3;
    /** A node listens for the others at its port and 10,000; both below what the system lends to connections. */
    private static final int HIGHEST_PORT = 22_768;

    private static final String RUNNING = "estafet.testing.cluster";

    private final List<RedisServer> masters;

    private RedisCluster(List<RedisServer> masters) {
        this.masters = masters;
    }

    public static RedisCluster start(Path directory) {
        List<RedisServer> masters = IntStream.range(0, MASTERS)
                .mapToObj(i -> master(directory, i, freePort()))
                .toList();
        RedisCluster cluster = new RedisCluster(masters);
        cluster.form();
        String ports = masters.stream().map(master -> "," + master.port()).collect(Collectors.joining());
        System.setProperty(RUNNING, directory + ports);
        return cluster;
    }

    /** The one that was started last in this JVM; closing it closes nothing. */
    public static RedisCluster running() {
        String[] parts = System.getProperty(RUNNING).split(",");
        return new RedisCluster(IntStream.range(0, MASTERS)
                .mapToObj(i -> master(Path.of(parts[0]), i, Integer.parseInt(parts[i + 1])))
                .toList());
    }

    private static RedisServer master(Path directory, int number, int port) {
        List<String> arguments = List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000");
        return RedisServer.start(directory.resolve("master" + number), new RedisOptions(port, arguments));
    }

    private void form() {
        RedisServer first = masters.get(0);
        for (int i = 0; i < MASTERS; i++) {
            RedisServer master = masters.get(i);
            Redis.ask(
                    master,
                    "CLUSTER ADDSLOTSRANGE %d %d".formatted(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS - 1));
            Redis.ask(first, "CLUSTER MEET %s %d".formatted(master.host(), master.port()));
        }
        await("a cluster").atMost(FORMED).until(() -> masters.stream().allMatch(master -> knows(master, MASTERS)));
    }

    private static boolean knows(RedisServer master, int nodes) {
        String info = Redis.text(master, "CLUSTER INFO");
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + nodes);
    }

    public List<RedisServer> masters() {
        return masters;
    }

    /** Which master serves a slot. */
    public static int masterOf(int slot) {
        int master = 0;
        while (slot >= (master + 1) * SLOTS / MASTERS) {
            master++;
        }
        return master;
    }

    /** As the client takes it. */
    public String hosts() {
        return masters.stream().map(RedisServer::url).collect(Collectors.joining(","));
    }

    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, HIGHEST_PORT);
            if (isFree(port) && isFree(port + 10_000)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public void close() {
        masters.forEach(RedisServer::close);
    }
}
