package io.estafet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The build runs suites: an integration test that no suite names would never run. */
class SuitesTest {

    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAME = Pattern.compile("\"(io\\.estafet\\.[\\w.]+)\"");

    @Test
    void everyIntegrationTestIsInOneSuite() throws IOException {
        List<String> tests =
                classes("IT.java").filter(name -> !name.endsWith("FiguresIT")).toList();
        List<String> named = suites().flatMap(suite -> names(suite).stream()).toList();

        assertThat(tests).hasSizeGreaterThan(80);
        assertThat(named).containsExactlyInAnyOrderElementsOf(tests);
    }

    private static Stream<Path> suites() throws IOException {
        return files("Suite.java").stream();
    }

    private static Stream<String> classes(String ending) throws IOException {
        return files(ending).stream()
                .map(file ->
                        TESTS.relativize(file).toString().replace(".java", "").replace('/', '.'));
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static List<String> names(Path suite) {
        try {
            return NAME.matcher(Files.readString(suite))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
