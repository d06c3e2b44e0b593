package io.estafet.redis;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptTest {

    private static final Path ROOT = Path.of("src/main/resources/lua");

    @Test
    void splicesPiecesWhereTheirLinesStand() {
        // When
        Script script = load(Map.of(
                "lua/queue/some.lua", "first\n-- @include clock\nlast\n",
                "lua/include/clock.lua", "time\n-- @include deep/text\n",
                "lua/include/deep/text.lua", "text"));
        // Then
        assertThat(script).isEqualTo(Script.of("queue/some", "first\ntime\ntext\nlast\n"));
    }

    @Test
    void splicesAPieceOnceOnly() {
        // When
        Script script = load(Map.of(
                "lua/queue/some.lua", "-- @include one\n-- @include other\n-- @include one\nlast\n",
                "lua/include/one.lua", "-- @include other\none\n",
                "lua/include/other.lua", "other\n"));
        // Then
        assertThat(script.source()).isEqualTo("other\none\nlast\n");
    }

    @Test
    void splicesNothingForOtherLines() {
        String text = "  -- @include clock\n--@include clock\n-- @includes clock\nx = 1 -- @include clock\n";
        assertThat(load(Map.of("lua/queue/some.lua", text)).source()).isEqualTo(text);
    }

    @Test
    void namesAMissingPieceAndWhoIncludesIt() {
        assertThatThrownBy(() -> load(Map.of("lua/queue/some.lua", "-- @include clock\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("queue/some > include/clock");
    }

    @Test
    void namesPiecesThatIncludeEachOther() {
        assertThatThrownBy(() -> load(Map.of(
                        "lua/queue/some.lua", "-- @include one\n",
                        "lua/include/one.lua", "-- @include other\n",
                        "lua/include/other.lua", "-- @include one\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("include/one > include/other > include/one");
    }

    @Test
    void namesAMissingScript() {
        assertThatThrownBy(() -> Script.load("queue/none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lua/queue/none.lua");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void namesItsKeysAtItsTop(String name) {
        // Given the header's paragraph, and that of the keys and arguments
        String[] paragraphs = Script.load(name).source().split("\n\n", 3);
        // Then
        assertThat(paragraphs[0])
                .contains("-- Purpose:", "-- KEYS:", "-- ARGV:", "-- Returns:", "-- Expiry", "-- Clock:");
        assertThat(paragraphs[1]).contains("KEYS");
        assertThat(paragraphs[2]).doesNotContain("KEYS", "-- @include");
    }

    @Test
    void everyPieceIsIncluded() {
        String all = files().map(ScriptTest::text).collect(joining("\n"));
        assertThat(files().map(ScriptTest::name).filter(name -> name.startsWith("include/")))
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(all.lines()).contains("-- @include " + name.substring("include/".length())));
    }

    private static Stream<String> scripts() {
        return files().map(ScriptTest::name).filter(name -> !name.startsWith("include/"));
    }

    private static Stream<Path> files() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return ROOT.relativize(file).toString().replace(File.separatorChar, '/').replace(".lua", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Script load(Map<String, String> files) {
        return Script.load("queue/some", path -> Optional.ofNullable(files.get(path)));
    }
}
