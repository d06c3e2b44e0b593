package io.estafet.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.testing.ScriptTestBase;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Marks on a real Redis, as the scripts set them. */
class MarkIT extends ScriptTestBase {

    private static final String KEY = "key";

    /** Sets a mark by the piece that all scripts share. */
    private static final Script SET_MARK = Script.load("test/set_mark", path -> switch (path) {
        case "lua/test/set_mark.lua" -> Optional.of("-- @include mark\nset_mark(KEYS[1], ARGV[1])\nreturn 1\n");
        default -> Optional.of(piece(path));
    });

    private static String piece(String path) {
        assertThat(path).isEqualTo("lua/include/mark.lua");
        // A script that consists of the piece alone is the piece.
        return Script.load("include/mark").source();
    }

    @Test
    void everyLetterMeansOneMark() {
        assertThat(Stream.of(Mark.values()).map(Mark::letter))
                .doesNotHaveDuplicates()
                .allMatch(letter -> letter.length() == 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LAST", "FIRST", "FIELD", "MEMBER", "NUMBERS"})
    void aMarkedKeyOutlivesItsContent(Mark mark) {
        // Given
        mark(mark);

        // When
        add(mark, "7");
        remove(mark, "7");

        // Then
        assertThat(exists()).isTrue();
        remove(mark, "0");
        assertThat(exists()).as("without its mark").isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"LAST", "FIRST", "FIELD", "MEMBER", "NUMBERS"})
    void aSecondMarkChangesNothing(Mark mark) {
        mark(mark);
        add(mark, "7");
        var before = everything();

        mark(mark);

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void standsBehindAllTimes() {
        send(Command.ZADD, KEY, "" + Long.MAX_VALUE, "7");
        mark(Mark.LAST);

        assertThat(members()).containsExactly("7", "0");
    }

    @Test
    void standsBeforeAllTexts() {
        send(Command.ZADD, KEY, "0", "1:0:1:id");
        mark(Mark.FIRST);

        assertThat(members()).containsExactly("0", "1:0:1:id");
    }

    /** Their keys are made with what they hold, or by their loader. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"LAST", "FIRST", "FIELD", "MEMBER", "NUMBERS"})
    void marksOfOtherKindsMakeNoKey(Mark mark) {
        mark(mark);

        assertThat(exists()).isFalse();
    }

    private static void mark(Mark mark) {
        assertThat(await(eval(SET_MARK, List.of(KEY), mark.letter())).toInteger())
                .isOne();
    }

    private static void add(Mark mark, String member) {
        switch (mark) {
            case LAST, FIRST -> send(Command.ZADD, KEY, "0", member);
            case FIELD -> send(Command.HSET, KEY, member, "x");
            default -> send(Command.SADD, KEY, member);
        }
    }

    private static void remove(Mark mark, String member) {
        switch (mark) {
            case LAST, FIRST -> send(Command.ZREM, KEY, member);
            case FIELD -> send(Command.HDEL, KEY, member);
            default -> send(Command.SREM, KEY, member);
        }
    }

    private static boolean exists() {
        return send(Command.EXISTS, KEY).toInteger() == 1;
    }

    private static List<String> members() {
        return send(Command.ZRANGE, KEY, "0", "-1").stream()
                .map(Object::toString)
                .toList();
    }
}
