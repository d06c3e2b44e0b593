package io.estafet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Redis: loopback only, without a password, with {@code noeviction}. Every write goes to its append-only file,
 * which is synced every second, as in production.
 */
public final class RedisServer extends EmbeddedServer {
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PING_PATIENCE = Duration.ofMillis(500);
    private static final int COPIES_TRIED = 20;

    /** Asks how many bytes of answered commands are not in the append-only file yet. */
    private static final byte[] UNWRITTEN = """
            EVAL "return string.match(redis.call('INFO', 'persistence'), 'aof_buffer_length:(%d+)') or '0'" 0\r
            """.getBytes(StandardCharsets.US_ASCII);

    /** Redis itself delays a write for up to two seconds, and then waits for the disk. */
    private static final Duration WRITTEN = Duration.ofSeconds(30);

    private final RedisOptions options;
    private final Path executable;

    private RedisServer(Path directory, RedisOptions options, Path executable) {
        super("Redis", directory, options.port());
        this.options = options;
        this.executable = executable;
    }

    /**
     * Starts or adopts the Redis whose data is in this directory.
     *
     * @throws EmbeddedException when another program uses the directory, the wanted port is in use, or the server does
     *     not run
     */
    public static RedisServer start(Path directory, RedisOptions options) {
        Path place = created(directory);
        Path executable = Binaries.cached(place.resolve("binaries")).redisServer(Platform.current());
        RedisServer server = new RedisServer(place, options, executable);
        server.open();
        return server;
    }

    /** In the form that the Redis client takes: {@code redis://127.0.0.1:port}. */
    public String url() {
        return "redis://" + host() + ":" + port();
    }

    /** Deletes all data. Only while stopped: a running Redis would go on writing to deleted files. */
    public synchronized void wipe() {
        requireStopped("wipe");
        try {
            Trees.delete(data());
            Files.createDirectories(data());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot wipe " + data(), e);
        }
    }

    /**
     * Copies the data as it is now to a new directory, whether or not Redis runs. Every command answered before the
     * call is in the copy.
     */
    public synchronized void copyData(Path to) {
        awaitWritten();
        for (int i = 0; i < COPIES_TRIED; i++) {
            if (copied(to)) {
                return;
            }
        }
        throw new EmbeddedException("Redis rewrites its append-only file too often to copy it");
    }

    /** Replaces the data by a copy made with {@link #copyData}. Only while stopped. */
    public synchronized void restoreData(Path from) {
        requireStopped("restore");
        try {
            Trees.delete(data());
            Trees.copy(from, data());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot restore " + from, e);
        }
    }

    /** While the disk syncs the file, Redis goes on answering and keeps new writes in memory. */
    private void awaitWritten() {
        if (running() && !Polling.until(this::isWritten, WRITTEN)) {
            throw new EmbeddedException("Redis does not write its append-only file");
        }
    }

    private boolean isWritten() {
        return Ports.ask(port(), UNWRITTEN, PING_PATIENCE).equals("$1\r\n0\r\n");
    }

    /** False when a rewrite replaced the files that the manifest lists: a copy made across a rewrite is void. */
    private boolean copied(Path to) {
        try {
            Trees.delete(to);
            String before = manifest();
            Trees.copy(data(), to);
            return before.equals(manifest());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + data(), e);
        }
    }

    private String manifest() throws IOException {
        Path manifest = data().resolve("appendonlydir").resolve("appendonly.aof.manifest");
        return Files.exists(manifest) ? Files.readString(manifest) : "";
    }

    private void requireStopped(String what) {
        if (running()) {
            throw new IllegalStateException("Stop Redis before you " + what + " its data");
        }
    }

    @Override
    List<String> command(int atPort) {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        // Redis rewrites its process title. The title contains the marker too, so that the process is found before and
        // after.
        command.addAll(List.of("--proc-title-template", "{title} {listen-addr} " + escapedMarker()));
        command.addAll(List.of("--bind", Ports.HOST, "--port", Integer.toString(atPort)));
        command.addAll(List.of("--dir", data().toString(), "--daemonize", "no"));
        command.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""));
        command.addAll(List.of("--maxmemory-policy", "noeviction"));
        command.addAll(options.arguments());
        return command;
    }

    private String escapedMarker() {
        return ProcessTable.marker(directory()).replace("{", "{{");
    }

    @Override
    void prepare() throws IOException {
        Files.createDirectories(data());
    }

    @Override
    boolean answers(Child server, int atPort) {
        return Ports.ask(atPort, PING, PING_PATIENCE).startsWith("+PONG");
    }

    @Override
    String stopSignal() {
        return "TERM";
    }

    /** Never: Redis takes no lock on its data, and a server that ran here has been ended. */
    @Override
    boolean dataHeld(String words) {
        return false;
    }

    @Override
    Path data() {
        return directory().resolve("data");
    }
}
