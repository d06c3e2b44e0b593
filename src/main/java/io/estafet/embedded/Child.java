package io.estafet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A server's process and all that it forked. SIGKILL, SIGSTOP and SIGCONT go to the whole family: a half-stopped server
 * is no useful fault for a test. The signal for a clean end goes to the parent alone.
 */
final class Child {
    private static final Duration DEATH = Duration.ofSeconds(5);
    /** A process that waits for a disk stops later, but it does not fork meanwhile either. */
    private static final Duration HALT = Duration.ofSeconds(1);

    private final ProcessHandle process;

    private Child(ProcessHandle process) {
        this.process = process;
    }

    static Child of(ProcessHandle process) {
        return new Child(process);
    }

    /**
     * Starts the command in a session of its own, with its output in the log. The process outlives this program unless
     * it is stopped.
     */
    static Child launch(List<String> command, Path log) {
        List<String> whole = new ArrayList<>(Session.prefix());
        whole.addAll(command);
        try {
            Process started = Commands.builder(whole)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(log.toFile())
                    .start();
            return new Child(started.toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + command.get(0), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return ProcessTable.alive(process);
    }

    /** Asks the process to end by the signal, and kills it when it does not end in time. */
    void stop(String signal, Duration patience) {
        resume();
        Commands.signal(signal, List.of(process));
        if (!Polling.until(() -> !alive(), patience)) {
            kill();
        }
    }

    /** Ends the family as a power cut would: the parent is stopped first, so that it sees none of its children die. */
    void kill() {
        halt();
        List<ProcessHandle> family = family();
        Commands.signal("KILL", family);
        if (!Polling.until(() -> family.stream().noneMatch(ProcessTable::alive), DEATH)) {
            throw new EmbeddedException("Process " + pid() + " does not die");
        }
    }

    void suspend() {
        halt();
        Commands.signal("STOP", family());
    }

    void resume() {
        Commands.signal("CONT", family());
    }

    /** Stops the parent alone. When this returns, the parent forks no more, so its family is complete. */
    private void halt() {
        Commands.signal("STOP", List.of(process));
        Polling.until(() -> ProcessTable.halted(process), HALT);
    }

    private List<ProcessHandle> family() {
        List<ProcessHandle> family = new ArrayList<>(List.of(process));
        process.descendants().forEach(family::add);
        return family;
    }

    /** The end of the log, for error messages. */
    static String tail(Path log) {
        try {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - 1500)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
