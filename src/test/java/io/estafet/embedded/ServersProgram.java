package io.estafet.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Another program that holds the servers, to be killed by tests. */
final class ServersProgram {
    private final Process process;
    private final BufferedReader output;

    private ServersProgram(Process process, BufferedReader output) {
        this.process = process;
        this.output = output;
    }

    /** What the other program runs: starts the servers, says who they are, and waits for the end of its input. */
    public static void main(String[] args) throws IOException {
        try {
            EmbeddedServers servers = EmbeddedServers.start(Path.of(args[0]));
            System.out.println(
                    "pids " + servers.redis().pid() + " " + servers.postgres().pid());
        } catch (EmbeddedException e) {
            System.out.println("refused " + e.getMessage());
        }
        assertThat(System.in.read()).isNegative();
    }

    static ServersProgram start(Path directory) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), directory);
    }

    /** As another user, with class path entries that this user can read. */
    static ServersProgram start(List<String> prefix, String classPath, Path directory) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classPath, ServersProgram.class.getName(), directory.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(Path.of("/").toFile())
                .start();
        return new ServersProgram(process, process.inputReader(StandardCharsets.UTF_8));
    }

    /** The process ids of Redis and PostgreSQL. */
    List<Long> pids() throws IOException {
        String line = line();
        assertThat(line).startsWith("pids ");
        String[] words = line.split(" ", -1);
        return List.of(Long.valueOf(words[1]), Long.valueOf(words[2]));
    }

    String line() throws IOException {
        String line = output.readLine();
        assertThat(line).as("what the other program says").isNotNull();
        return line;
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill} does. */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessTable::alive).isPresent();
    }

    /** The session that the process belongs to; a terminal's Ctrl-C reaches the sessions of its own only. */
    static long session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
    }
}
