package io.estafet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a server was last started. The next start takes its port again, and adopts it only if its command is ours. */
record LaunchRecord(int port, List<String> command) {
    private static final String FILE = "launch";

    LaunchRecord {
        command = List.copyOf(command);
    }

    static Optional<LaunchRecord> read(Path directory) {
        try {
            List<String> lines = Files.readAllLines(directory.resolve(FILE));
            return Optional.of(new LaunchRecord(Integer.parseInt(lines.get(0)), lines.subList(1, lines.size())));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Nothing was started here, or the write was cut off: both count as no record.
            return Optional.empty();
        }
    }

    void write(Path directory) {
        List<String> lines = new ArrayList<>(List.of(Integer.toString(port)));
        lines.addAll(command);
        try {
            Files.write(directory.resolve(FILE), lines);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write into " + directory, e);
        }
    }
}
