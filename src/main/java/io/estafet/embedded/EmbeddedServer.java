package io.estafet.embedded;

import org.jspecify.annotations.Nullable;

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

/**
 * A server as a child process, its data in one directory. Every method may be called from any thread, blocks until it
 * is done, and throws {@link EmbeddedException} with words for the person at the terminal when it cannot be done.
 */
public abstract sealed class EmbeddedServer implements AutoCloseable permits RedisServer, PostgresServer {
    private static final Duration START = Duration.ofSeconds(60);
    /** How long what an earlier program left behind may take to answer or to let go of the data. */
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(10);

    private static final int FREE_PORTS_TRIED = 5;

    private final String name;
    private final Path directory;
    private final int wantedPort;
    private final DirectoryLock lock;
    private final Thread atExit;
    private int port;
    private @Nullable Child child;
    private volatile @Nullable Drain drain;

    private record Drain(CountDownLatch done, Duration atMost) {}

    private enum Launch {
        READY,
        PORT_TAKEN,
        DATA_HELD
    }

    EmbeddedServer(String name, Path directory, int wantedPort) {
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

    /** The signal that ends it at once and cleanly. */
    abstract String stopSignal();

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
            Runtime.getRuntime().addShutdownHook(atExit);
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

    /** The same from the first start to the last. */
    public final synchronized int port() {
        return port;
    }

    /** The process id of the running server. */
    public final synchronized long pid() {
        return child().pid();
    }

    public final synchronized boolean running() {
        return child != null && child.alive();
    }

    /** Starts it again on the same port; nothing to do when it runs. */
    public final synchronized void start() {
        if (running()) {
            return;
        }
        if (launch(port) != Launch.READY) {
            throw new EmbeddedException(portInUse(port));
        }
    }

    /** Ends it cleanly, suspended or not; nothing to do when it does not run. The data stays. */
    public final synchronized void stop() {
        if (running()) {
            child().stop(stopSignal(), stopPatience());
        }
        child = null;
    }

    /** Kills it with all its processes (SIGKILL), as a power cut would, the disk's cache excepted. */
    public final synchronized void kill() {
        child().kill();
        child = null;
    }

    /** Stops its processes where they are (SIGSTOP): connections stay open, nothing answers. */
    public final synchronized void suspend() {
        child().suspend();
    }

    /** Lets a suspended one go on (SIGCONT). */
    public final synchronized void resume() {
        child().resume();
    }

    /** Ends the server and gives the directory back; the data stays. Closing twice does nothing. */
    @Override
    public final synchronized void close() {
        try {
            stop();
        } finally {
            lock.close();
            forgetHook();
        }
    }

    /** At the end of the program waits for the latch, at most this long, before it ends the server. */
    final void keepUntil(CountDownLatch drained, Duration atMost) {
        drain = new Drain(drained, atMost);
    }

    final Path directory() {
        return directory;
    }

    /** Clean ends take far less; a longer one is cut, for the program must end within 10 s. */
    private static Duration stopPatience() {
        return Duration.ofSeconds(4);
    }

    private Child child() {
        if (child == null) {
            throw new IllegalStateException(name + " in " + directory + " does not run");
        }
        return child;
    }

    private boolean adopt() {
        List<ProcessHandle> left = ProcessTable.find(ProcessTable.marker(directory));
        Optional<LaunchRecord> record = LaunchRecord.read(directory)
                .filter(launch -> wantedPort == 0 || wantedPort == launch.port())
                .filter(launch -> launch.command().equals(command(launch.port())));
        if (left.size() == 1 && record.isPresent()) {
            Child server = Child.of(left.get(0));
            int recorded = record.get().port();
            // A server that was suspended is to go on, too.
            server.resume();
            if (Waiting.until(() -> answers(server, recorded) || !server.alive(), LEFT_BEHIND) && server.alive()) {
                port = recorded;
                child = server;
                return true;
            }
        }
        left.forEach(process -> Child.of(process).stop(stopSignal(), stopPatience()));
        return false;
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
            if (launch(candidate) == Launch.READY) {
                return;
            }
        }
        throw new EmbeddedException(portInUse(candidates.get(0)));
    }

    private String portInUse(int taken) {
        return "Port " + taken + " on " + Ports.HOST + ", wanted for " + name
                + ", is in use. End what listens there, or choose another port, 0 for a free one.";
    }

    private Launch launch(int atPort) {
        long end = System.nanoTime() + LEFT_BEHIND.toNanos();
        Launch result = launchOnce(atPort);
        while (result == Launch.DATA_HELD && System.nanoTime() - end < 0) {
            result = launchOnce(atPort);
        }
        if (result == Launch.DATA_HELD) {
            throw failed("finds its data in use");
        }
        return result;
    }

    private Launch launchOnce(int atPort) {
        if (!Ports.isFree(atPort)) {
            return Launch.PORT_TAKEN;
        }
        List<String> command = command(atPort);
        new LaunchRecord(atPort, command).write(directory);
        Child started = Child.launch(command, log());
        child = started;
        if (!Waiting.until(() -> !started.alive() || answers(started, atPort), START)) {
            stop();
            throw failed("did not answer within " + START.toSeconds() + " s");
        }
        if (started.alive()) {
            port = atPort;
            return Launch.READY;
        }
        child = null;
        String words = Child.tail(log());
        if (words.contains("Address already in use")) {
            return Launch.PORT_TAKEN;
        }
        // PostgreSQL's orphans of a killed parent need a moment to notice.
        if (words.contains("shared memory block") && words.contains("still in use")) {
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
