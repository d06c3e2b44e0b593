package io.estafet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server as a child process, with its data in one directory. Every method may be called from any thread and blocks
 * until it is done. When it cannot be done, it throws {@link EmbeddedException} with a message for the person at the
 * terminal.
 */
public abstract sealed class EmbeddedServer implements AutoCloseable permits RedisServer, PostgresServer {
    private static final Duration START = Duration.ofSeconds(60);
    /** How long a server left behind here may take to answer, or to release the data or its port. */
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(10);

    /** A clean end takes far less. A longer one is cut short, because the program must end within 10 s. */
    private static final Duration STOP = Duration.ofSeconds(2);

    private static final Duration PORT_RELEASE = Duration.ofSeconds(1);
    private static final int FREE_PORTS_TRIED = 5;

    private final String name;
    private final Path directory;
    private final int wantedPort;
    /** Null when this program has locked the directory already, through another instance. */
    private final @Nullable DirectoryLock lock;

    private final Thread atExit;
    private int port;
    private volatile @Nullable Drain drain;

    private record Drain(CountDownLatch done, Duration atMost) {}

    private enum Launch {
        READY,
        PORT_TAKEN,
        DATA_HELD
    }

    EmbeddedServer(String name, Path directory, int wantedPort) {
        checkPort(wantedPort);
        this.name = name;
        this.directory = directory;
        this.wantedPort = wantedPort;
        this.lock = DirectoryLock.take(directory);
        this.atExit = new Thread(this::endWithProgram, "end-" + name);
    }

    /** The command without the session's prefix. */
    abstract List<String> command(int atPort);

    /** Makes binaries and data ready, whether or not the server still runs. */
    abstract void prepare() throws IOException;

    abstract boolean answers(Child server, int atPort);

    /** The signal that ends the server at once and cleanly. */
    abstract String stopSignal();

    /** Whether the log of a failed start says that the server before has not released the data yet. */
    abstract boolean dataHeld(String words);

    /** The data's place below the directory. */
    abstract Path data();

    static void checkPort(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Not a port: " + port);
        }
    }

    static Path created(Path directory) {
        try {
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the directory " + directory, e);
        }
    }

    /** Adopts the server that runs here, or starts it. On failure nothing is left running. */
    final synchronized void open() {
        try {
            if (lock != null) {
                Runtime.getRuntime().addShutdownHook(atExit);
            }
            prepare();
            if (!adopt()) {
                launchOnSomePort();
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("Cannot prepare " + name + " in " + directory, e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public final String host() {
        return Ports.HOST;
    }

    /** The port stays the same from the first start to the last. */
    public final synchronized int port() {
        return port;
    }

    /** The process id of the running server. */
    public final synchronized long pid() {
        return child().pid();
    }

    public final synchronized boolean running() {
        return !found().isEmpty();
    }

    /** Starts the server again on the same port; does nothing when it runs. */
    public final synchronized void start() {
        if (running()) {
            return;
        }
        // The port was this server's until now, so its release is waited for longer.
        if (launch(port, LEFT_BEHIND) != Launch.READY) {
            throw new EmbeddedException(portInUse(port));
        }
    }

    /** Ends the server cleanly, suspended or not; does nothing when it does not run. The data stays. */
    public final synchronized void stop() {
        found().forEach(server -> server.stop(stopSignal(), STOP));
    }

    /**
     * Kills the server with all its processes (SIGKILL), as a power cut would, except that the disk's cache survives.
     */
    public final synchronized void kill() {
        child().kill();
    }

    /** Stops the server's processes where they are (SIGSTOP): connections stay open, and nothing answers. */
    public final synchronized void suspend() {
        child().suspend();
    }

    /** Lets a suspended server continue (SIGCONT). */
    public final synchronized void resume() {
        child().resume();
    }

    /**
     * Ends the server and unlocks the directory; the data stays. Closing twice does nothing. Closing does nothing
     * either on an instance that was started while this program had locked the directory already: only the first
     * instance ends the server.
     */
    @Override
    public final synchronized void close() {
        if (lock == null || !lock.held()) {
            return;
        }
        try {
            stop();
        } finally {
            lock.close();
            forgetHook();
        }
    }

    /** At the end of the program, the server is ended only after the latch, or after this time. */
    final void keepUntil(CountDownLatch drained, Duration atMost) {
        drain = new Drain(drained, atMost);
    }

    final Path directory() {
        return directory;
    }

    /** Looked up each time: another instance, or a test, may have ended the server or started it anew. */
    private List<Child> found() {
        return ProcessTable.find(ProcessTable.marker(directory)).stream()
                .map(Child::of)
                .toList();
    }

    private Child child() {
        return found().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " in " + directory + " does not run"));
    }

    /** Takes over the server that runs here if it answers and its command is ours; ends it otherwise. */
    private boolean adopt() {
        List<Child> left = found();
        Optional<LaunchRecord> launch = LaunchRecord.read(directory)
                .filter(record -> wantedPort == 0 || wantedPort == record.port())
                .filter(record -> record.command().equals(command(record.port())));
        if (left.size() == 1
                && launch.isPresent()
                && goesOn(left.get(0), launch.get().port())) {
            port = launch.get().port();
            return true;
        }
        left.forEach(server -> server.stop(stopSignal(), STOP));
        return false;
    }

    private boolean goesOn(Child server, int atPort) {
        // The server may have been suspended when its program died.
        server.resume();
        return Polling.until(() -> !server.alive() || answers(server, atPort), LEFT_BEHIND) && server.alive();
    }

    private void launchOnSomePort() {
        List<Integer> candidates = new ArrayList<>();
        if (wantedPort == 0) {
            LaunchRecord.read(directory).map(LaunchRecord::port).ifPresent(candidates::add);
            for (int i = 0; i < FREE_PORTS_TRIED; i++) {
                candidates.add(Ports.free());
            }
        } else {
            candidates.add(wantedPort);
        }
        for (int candidate : candidates) {
            if (launch(candidate, PORT_RELEASE) == Launch.READY) {
                return;
            }
        }
        throw new EmbeddedException(portInUse(candidates.get(0)));
    }

    private String portInUse(int taken) {
        return "Port " + taken + " on " + Ports.HOST + ", wanted for " + name
                + ", is in use. End what listens there, or choose another port, 0 for a free one.";
    }

    private Launch launch(int atPort, Duration portRelease) {
        long end = System.nanoTime() + LEFT_BEHIND.toNanos();
        Launch result = launchOnce(atPort, portRelease);
        while (result == Launch.DATA_HELD && System.nanoTime() - end < 0) {
            result = launchOnce(atPort, portRelease);
        }
        if (result == Launch.DATA_HELD) {
            throw failed("finds its data in use");
        }
        return result;
    }

    private Launch launchOnce(int atPort, Duration portRelease) {
        // A server that somebody else killed may still be ending, and hold its socket until then.
        if (!Polling.until(() -> Ports.isFree(atPort), portRelease)) {
            return Launch.PORT_TAKEN;
        }
        List<String> command = command(atPort);
        new LaunchRecord(atPort, command).write(directory);
        Child started = Child.launch(command, log());
        if (!Polling.until(() -> !started.alive() || answers(started, atPort), START)) {
            started.kill();
            throw failed("did not answer within " + START.toSeconds() + " s");
        }
        if (started.alive()) {
            port = atPort;
            return Launch.READY;
        }
        String words = Child.tail(log());
        if (words.contains("Address already in use")) {
            return Launch.PORT_TAKEN;
        }
        if (dataHeld(words)) {
            return Launch.DATA_HELD;
        }
        throw failed("ended at its start");
    }

    private EmbeddedException failed(String what) {
        return new EmbeddedException(name + " " + what + ". The end of " + log() + ":\n" + Child.tail(log()));
    }

    final Path log() {
        return directory.resolve("log");
    }

    private void endWithProgram() {
        Drain awaited = drain;
        try {
            if (awaited != null && !awaited.done().await(awaited.atMost().toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("Estafet did not drain in time; " + name + " ends now");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The program is ending, perhaps through this very hook.
        }
    }
}
