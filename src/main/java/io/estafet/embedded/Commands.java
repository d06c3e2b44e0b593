package io.estafet.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Runs the system's small tools and the servers' programs. */
final class Commands {
    private static final Pattern PATHS = Pattern.compile(Pattern.quote(File.pathSeparator));

    private Commands() {}

    /** Whether a program of this name is on the path. */
    static boolean exists(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return PATHS.splitAsStream(path)
                .filter(place -> !place.isEmpty())
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /** Runs the command to its end and returns its output; empty when the command failed. */
    static String output(String... command) {
        try {
            Process process = builder(List.of(command)).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return exitCode(process) == 0 ? output : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Runs the command to its end with this input, and appends its output to the log. Returns the exit code. */
    static int run(List<String> command, String input, Path log) throws IOException {
        Process process = builder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The process ended without reading its input. Its exit code and its log say why.
        }
        return exitCode(process);
    }

    /** Sends the signal to the processes; ignores those that are gone. */
    static void signal(String signal, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -" + signal + " \"$@\" 2>/dev/null", "kill"));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            exitCode(builder(command).start());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot send a signal", e);
        }
    }

    /** Removes what could change the servers' behaviour: PostgreSQL reads PG* variables, and all read the locale. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        return builder;
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedException("Interrupted while waiting for an embedded server", e);
        }
    }
}
