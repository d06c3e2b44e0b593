package io.estafet.testing;

import io.estafet.embedded.EmbeddedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** One replica of the packaged program as a process of its own, so that it can be killed. */
public final class Replica implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Pattern READY = Pattern.compile("\\bready\\b");
    private static final Pattern API = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final Pattern MANAGEMENT = Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final Path log;

    private Replica(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a replica on {@link Servers}; comes back at once, {@link #awaitReady()} waits. It is tuned for a quick
     * start, not for peak speed.
     */
    public static Replica start(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(ServersResource.PATIENCE);
        all.putAll(settings);
        return start(name, List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), all);
    }

    /**
     * The same as it should run in production: with all of the JVM's compilers, with the collector that
     * {@code docs/operations.md} advises, and with the patience that is the default.
     *
     * @param heap as {@code -Xmx} has it
     */
    public static Replica start(String name, String heap, Map<String, String> settings) {
        return start(name, List.of("-Xmx" + heap, "-XX:+UseG1GC", "-XX:G1ReservePercent=25"), settings);
    }

    private static Replica start(String name, List<String> options, Map<String, String> settings) {
        EmbeddedServers servers = Servers.get();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        Map<String, String> all = new TreeMap<>(ServersResource.settings(servers));
        all.putAll(Map.of(
                "quarkus.profile", "test",
                "quarkus.http.port", "0",
                "quarkus.management.port", "0",
                "quarkus.log.console.json.enabled", "false"));
        all.putAll(settings);
        all.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", System.getProperty("estafet.jar", "target/quarkus-app/quarkus-run.jar")));
        try {
            Path log = Files.createDirectories(Path.of("target", "replicas"))
                    .resolve(name + "-" + System.nanoTime() + ".log");
            return new Replica(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Replica awaitReady() {
        try {
            waitUntilReady();
            return this;
        } catch (RuntimeException late) {
            kill();
            throw late;
        }
    }

    private void waitUntilReady() {
        Awaitility.await("a replica that is ready, see " + log)
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("the replica ended, see " + log);
                    }
                    return READY.matcher(output()).find();
                });
    }

    /** Waits until it has ended by itself; its exit code. */
    public int awaitEnd() {
        try {
            if (process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
        throw new IllegalStateException("the replica did not end, see " + log);
    }

    /** Ends it without a word, as a power cut would. */
    public void kill() {
        process.destroyForcibly();
        end();
    }

    /** Ends it in order: it drains. */
    @Override
    public void close() {
        process.destroy();
        end();
    }

    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it serves callers. */
    public int port() {
        return port(API);
    }

    /** Where it tells its health and its metrics. */
    public int managementPort() {
        return port(MANAGEMENT);
    }

    private int port(Pattern words) {
        Awaitility.await("the line that says where it listens, see " + log)
                .atMost(START)
                .until(() -> words.matcher(output()).find());
        Matcher found = words.matcher(output());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    /** Asks it to end in order; false when it has not after so long. */
    public boolean endsWithin(Duration most) {
        process.destroy();
        try {
            return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The value of a counter, summed over its labels, by the replica's own metrics. */
    public double metric(String name) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort() + "/q/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void end() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
