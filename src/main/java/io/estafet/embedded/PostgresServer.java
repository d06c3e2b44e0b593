package io.estafet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A real PostgreSQL: loopback only, with a password of its own kept in the directory, every commit on disk. Its data is
 * made at the first start, with the database {@code estafet} in it. When root starts it, it runs under another
 * {@link Account}, because PostgreSQL refuses to run as root.
 */
public final class PostgresServer extends EmbeddedServer {
    private static final String NAME = "estafet";
    /** The protocol's request for TLS: the cheapest request that a living server answers, with one letter. */
    private static final byte[] TLS_REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

    private static final Duration ANSWER_PATIENCE = Duration.ofMillis(500);
    private static final int PASSWORD_BYTES = 24;
    /**
     * Index of the status in {@code postmaster.pid}, whose lines are: process id, data directory, start, port, two
     * addresses, memory key, status.
     */
    private static final int STATUS_LINE = 7;

    private final Account account;
    private final Path home;
    /** Read or made once the directory is locked. */
    private String password = "";

    private PostgresServer(Path directory, int port, Account account, Path home) {
        super("PostgreSQL", directory, port);
        this.account = account;
        this.home = home;
    }

    /** Starts or adopts the PostgreSQL whose data is in this directory, on a free port. */
    public static PostgresServer start(Path directory) {
        return start(directory, 0);
    }

    /**
     * Starts or adopts the PostgreSQL whose data is in this directory.
     *
     * @param port the loopback port to listen on; 0 takes a free one, the last one again where possible
     * @throws EmbeddedException when another program uses the directory, the wanted port is in use, or the server does
     *     not run
     */
    public static PostgresServer start(Path directory, int port) {
        return start(directory, port, Account.current());
    }

    static PostgresServer start(Path directory, int port, Account account) {
        Path place = created(directory);
        Path own = place.resolve("binaries");
        // The user nobody cannot read another user's cache.
        Binaries binaries = account == Account.NOBODY ? Binaries.in(own) : Binaries.cached(own);
        PostgresServer server = new PostgresServer(place, port, account, binaries.postgresHome(Platform.current()));
        server.open();
        return server;
    }

    /** In the form that the reactive client takes: {@code postgresql://127.0.0.1:port/estafet}. */
    public String reactiveUrl() {
        return "postgresql://" + host() + ":" + port() + "/" + NAME;
    }

    /** The owner of the database, a superuser. */
    public String username() {
        return NAME;
    }

    public String password() {
        return password;
    }

    /** Where the password is kept, readable by the owner only. */
    public Path passwordFile() {
        return directory().resolve("password");
    }

    @Override
    List<String> command(int atPort) {
        List<String> command = new ArrayList<>(account.prefix());
        command.addAll(List.of(program("postgres"), "-D", data().toString()));
        // PostgreSQL stores this setting and nobody reads it: it marks the command line as ours.
        setting(command, ProcessTable.marker(directory()));
        setting(command, "listen_addresses=" + Ports.HOST);
        setting(command, "port=" + atPort);
        setting(command, "unix_socket_directories=");
        setting(command, "max_connections=100");
        setting(command, "shared_buffers=256MB");
        setting(command, "synchronous_commit=on");
        setting(command, "fsync=on");
        setting(command, "timezone=UTC");
        setting(command, "log_timezone=UTC");
        return command;
    }

    private static void setting(List<String> command, String setting) {
        command.add("-c");
        command.add(setting);
    }

    @Override
    void prepare() throws IOException {
        password = password(passwordFile());
        account.own(directory());
        if (!Files.isDirectory(data())) {
            initialise();
        }
    }

    /**
     * Makes the data beside its place, then moves it there whole: an interrupted first start leaves no partial data in
     * place.
     */
    private void initialise() throws IOException {
        Path partial = directory().resolve("data.partial");
        ProcessTable.find(partial.toString())
                .forEach(process -> Child.of(process).kill());
        Trees.delete(partial);
        Files.deleteIfExists(log());
        run(
                "",
                List.of(
                        program("initdb"),
                        "--pgdata=" + partial,
                        "--username=" + NAME,
                        "--pwfile=" + passwordFile(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8"));
        run(
                "CREATE DATABASE " + NAME + "\n",
                List.of(program("postgres"), "--single", "-D", partial.toString(), "postgres"));
        Files.move(partial, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(String input, List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(account.prefix());
        whole.addAll(command);
        if (Commands.run(whole, input, log()) != 0) {
            throw new EmbeddedException("PostgreSQL cannot make its data in " + directory() + ". The end of " + log()
                    + ":\n" + Child.tail(log()));
        }
    }

    private String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** The password of the data in this directory, generated when there is none yet. */
    private static String password(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[PASSWORD_BYTES];
                new SecureRandom().nextBytes(random);
                String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
                Path partial = file.resolveSibling("password.partial");
                Files.deleteIfExists(partial);
                Files.createFile(
                        partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(partial, made);
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new EmbeddedException("Cannot keep PostgreSQL's password in " + file, e);
        }
    }

    /**
     * Whether the server reports that it is ready, under this process id, and answers. An open socket is not enough: it
     * opens before recovery is done.
     */
    @Override
    boolean answers(Child server, int atPort) {
        try {
            List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
            return lines.size() > STATUS_LINE
                    && lines.get(0).strip().equals(Long.toString(server.pid()))
                    && lines.get(STATUS_LINE).strip().equals("ready")
                    && !Ports.ask(atPort, TLS_REQUEST, ANSWER_PATIENCE).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave. */
    @Override
    String stopSignal() {
        return "INT";
    }

    /**
     * The data is held by a killed parent that the system has not collected yet, or by its orphans, which need a moment
     * to notice its death.
     */
    @Override
    boolean dataHeld(String words) {
        return words.contains("lock file \"postmaster.pid\" already exists")
                || words.contains("pre-existing shared memory block");
    }

    @Override
    Path data() {
        return directory().resolve("data");
    }
}
