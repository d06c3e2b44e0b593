package io.estafet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages promise a reader: links that lead somewhere, commands that run, and lines that fit. */
class DocumentsTest {

    private static final int MOST_LINES = 250;
    private static final Path README = Path.of("README.md");
    private static final Path PAGES = Path.of("docs");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern PROFILE = Pattern.compile("<profile>\\s*<id>([^<]+)</id>");

    @Test
    void pagesAreFound() {
        assertThat(files()).hasSizeGreaterThan(10).contains(README, Path.of("docs/api.md"));
    }

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void linksLeadSomewhere() {
        assertThat(faults(Markdown::brokenLinks)).isEmpty();
    }

    @Test
    void commandsAskForWhatIsThere() throws IOException {
        Set<String> profiles = profiles();
        Set<String> tests = tests();
        assertThat(faults(page -> page.unknownProfiles(profiles))).isEmpty();
        assertThat(faults(page -> page.unknownTests(tests))).isEmpty();
    }

    @Test
    void pathsAreThere() {
        assertThat(faults(Markdown::missingPaths)).isEmpty();
    }

    @Test
    void linesFit() {
        assertThat(faults(Markdown::longLines)).isEmpty();
    }

    @Test
    void brokenLinkIsSeen() {
        Markdown page = Markdown.of("docs/x.md", """
                # The `word`, twice
                # The word twice
                [a](#the-word-twice) [b](#the-word-twice-1) [c](#no) [d](api.md#errors) [e](api.md#no)
                [f](no.md) [g](../README.md) [h](https://example.org/no) `[i](no.md)`
                """);
        assertThat(page.brokenLinks()).containsExactly("docs/x.md: #no", "docs/x.md: api.md#no", "docs/x.md: no.md");
    }

    @Test
    void unknownProfileIsSeen() throws IOException {
        Markdown page = Markdown.of("x.md", "Run `mvn -Pdemo` or `mvn -B -Pgone verify`, and no `make -Pother`.");
        assertThat(page.unknownProfiles(profiles())).containsExactly("x.md: gone");
    }

    @Test
    void unknownTestIsSeen() {
        Markdown page = Markdown.of("x.md", """
                ```
                mvn verify -Dtest=SourcesTest \\
                  -Dit.test=GoneIT,FlowIT
                ```
                """);
        assertThat(page.unknownTests(tests())).containsExactly("x.md: GoneIT");
    }

    @Test
    void missingPathIsSeen() {
        Markdown page = Markdown.of("x.md", """
                ```
                mvn package && loadtest/drain.sh && loadtest/gone.sh
                ```
                See `src/main/java`, `src/Gone.java` and `https://example.org/docs/gone`.
                """);
        assertThat(page.missingPaths()).containsExactly("x.md: loadtest/gone.sh", "x.md: src/Gone.java");
    }

    @Test
    void longLineIsSeen() {
        String fits = "é".repeat(120);
        String tooLong = fits + "é";
        Markdown page = Markdown.of("x.md", String.join("\n", fits, tooLong, "| " + tooLong, "```", tooLong, "```"));
        assertThat(page.longLines()).containsExactly("x.md: " + tooLong);
    }

    private static List<String> faults(Function<Markdown, List<String>> check) {
        List<String> faults = new ArrayList<>();
        files().forEach(file -> faults.addAll(check.apply(Markdown.read(file))));
        return faults;
    }

    private static List<Path> files() {
        List<Path> files = new ArrayList<>(in(PAGES, ".md"));
        files.add(README);
        List.of("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md").forEach(name -> files.add(Path.of(name)));
        return files;
    }

    private static Set<String> profiles() throws IOException {
        Set<String> profiles = new TreeSet<>();
        Matcher profile = PROFILE.matcher(Files.readString(Path.of("pom.xml")));
        while (profile.find()) {
            profiles.add(profile.group(1));
        }
        return profiles;
    }

    private static Set<String> tests() {
        Set<String> tests = new TreeSet<>();
        for (Path source : in(TESTS, ".java")) {
            tests.add(source.getFileName().toString().replace(".java", ""));
        }
        return tests;
    }

    private static List<Path> in(Path directory, String ending) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
