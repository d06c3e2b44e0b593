package io.estafet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds processes by their command line. {@link ProcessHandle} cannot do that for a program that rewrites its title, as
 * Redis does: it drops what the program wrote there.
 */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;
    /** Index of the number of threads among the fields after the name; the state has index 0. */
    private static final int THREADS = 17;

    private static final Set<String> HALTED = Set.of("T", "t", "Z", "X");

    private ProcessTable() {}

    /** A text that the command line of this directory's server contains, and no other command line. */
    static String marker(Path directory) {
        return "estafet.embedded=" + directory + ";";
    }

    /**
     * The living processes whose command line contains the text. This program is left out, and so is a process whose
     * parent is found too: a fork begins with its parent's command line.
     */
    static List<ProcessHandle> find(String text) {
        // Compared as bytes, in the encoding that Java gives arguments: the process table names no encoding.
        Charset arguments = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        String wanted = new String(text.getBytes(arguments), BYTES);
        long self = ProcessHandle.current().pid();
        Stream<Long> found = Files.exists(PROC.resolve("self/cmdline")) ? inProc(wanted) : inPs(wanted);
        List<ProcessHandle> living = found.filter(pid -> pid != self)
                .map(ProcessHandle::of)
                .flatMap(Optional::stream)
                .filter(ProcessTable::alive)
                .toList();
        return living.stream()
                .filter(process -> process.parent().filter(living::contains).isEmpty())
                // Checked again, and last: when a fork has ended meanwhile, its parent is no longer known, and it
                // passes the filter before.
                .filter(ProcessTable::alive)
                .toList();
    }

    /**
     * Whether the process runs; a dead one that its parent has not collected does not. The order of the two questions
     * matters. In the other order, a process collected between them would be neither a zombie nor gone, and would count
     * as alive.
     */
    static boolean alive(ProcessHandle process) {
        return !isZombie(process.pid()) && process.isAlive();
    }

    private static boolean isZombie(long pid) {
        return isZombie(read(PROC.resolve(pid + "/stat")));
    }

    /**
     * Judged by the process's line in the table. While one thread lives, so do the sockets, whatever became of the
     * first thread.
     */
    static boolean isZombie(String stat) {
        String[] fields = fields(stat);
        return fields.length > THREADS && fields[0].equals("Z") && Integer.parseInt(fields[THREADS]) <= 1;
    }

    /**
     * Whether the process has stopped running: it is halted or dead. When the command that sends a signal returns, the
     * signal may not have taken effect yet. The process first ends what it does in the system at that moment, such as a
     * fork. Without a process table this cannot be told, and the answer is true.
     */
    static boolean halted(ProcessHandle process) {
        String stat = read(PROC.resolve(process.pid() + "/stat"));
        return stat.isEmpty() || HALTED.contains(fields(stat)[0]);
    }

    /** The fields after the name, which may contain anything. */
    private static String[] fields(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    }

    private static Stream<Long> inProc(String wanted) {
        List<Long> found = new ArrayList<>();
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (read(process.resolve("cmdline")).contains(wanted)) {
                    found.add(Long.valueOf(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the processes", e);
        }
        return found.stream();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), BYTES);
        } catch (IOException e) {
            // The process ended meanwhile, or belongs to another user.
            return "";
        }
    }

    private static Stream<Long> inPs(String wanted) {
        return Commands.output("ps", "-axww", "-o", "pid=,command=")
                .lines()
                .map(String::strip)
                .filter(line -> line.contains(wanted))
                .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))));
    }
}
