package io.estafet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be read at a sitting. */
class SourcesTest {

    /** 300 is the aim; beyond 400 a file holds more than one thing. */
    private static final int MOST_LINES = 400;

    /** A script and a piece of one. */
    private static final int MOST_LUA_LINES = 200;

    private static final Path TAKE = Path.of("src/main/resources/lua/admission/take.lua");

    /** Take's plain-Java twin, the random histories that hold one against the other, and a long list of cases. */
    private static final Set<Path> WHOLE = Set.of(
            Path.of("src/test/java/io/estafet/admission/TakeModel.java"),
            Path.of("src/test/java/io/estafet/admission/History.java"),
            Path.of("src/test/java/io/estafet/inbound/WebhookWorkIT.java"));

    @Test
    void fileFitsInOneHead() {
        List<String> tooLong = new ArrayList<>();
        for (Path source : sources()) {
            if (!WHOLE.contains(source) && lines(source).size() > most(source)) {
                tooLong.add(source + ": " + lines(source).size());
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void sourcesAreFound() {
        assertThat(sources()).hasSizeGreaterThan(100).contains(TAKE);
    }

    private static int most(Path source) {
        return source.toString().endsWith(".lua") ? MOST_LUA_LINES : MOST_LINES;
    }

    private static List<Path> sources() {
        return Stream.of("src/main/java", "src/main/resources/lua", "src/test/java")
                .flatMap(root -> files(Path.of(root)))
                .filter(file ->
                        file.toString().endsWith(".java") || file.toString().endsWith(".lua"))
                .toList();
    }

    private static Stream<Path> files(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
