package io.estafet.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptTest {

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

    private static Script load(Map<String, String> files) {
        return Script.load("queue/some", path -> Optional.ofNullable(files.get(path)));
    }
}
