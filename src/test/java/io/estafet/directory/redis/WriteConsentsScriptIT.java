package io.estafet.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.directory.redis.RevisionScript.Revisions;
import io.estafet.directory.redis.RevisionScript.Write;
import io.estafet.message.PortfolioId;
import io.estafet.redis.Keys;
import io.estafet.redis.Script;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code directory/write_consents.lua} by itself. */
class WriteConsentsScriptIT extends ScriptTestBase {

    private static final Script WRITE = Script.load("directory/write_consents");
    private static final Keys KEYS = Keys.of(new PortfolioId("p"));
    private static final List<String> BOTH = List.of(KEYS.consentRevision(), KEYS.consent());

    /** The revision there is and the one that was read before PostgreSQL was: empty for none. */
    @ParameterizedTest
    @CsvSource({"'', '', 1", "a, a, 1", "a, '', 0", "'', a, 0", "b, a, 0"})
    void writesOnlyWhatWasReadUnderTheRevisionThereIs(String there, String read, int answer) {
        if (!there.isEmpty()) {
            send(Command.HSET, KEYS.consentRevision(), "0", there);
        }

        assertThat(await(write(read, "new", 3, "x"))).isEqualTo(answer);

        assertThat(field(KEYS.consentRevision(), "0").orElse("")).isEqualTo(answer == 1 ? "new" : there);
        assertThat(text(KEYS.consent()).orElse("")).isEqualTo(answer == 1 ? "\0\0\0x" : "");
    }

    @Test
    void whoWritesAnotherPartOvertakesNobody() {
        await(write("", "r", 1, "x"));

        assertThat(await(writeParts("s", List.of("1", "", "2", ""), 2, "y"))).isOne();
        assertThat(await(write("r", "t", 1, "z"))).isOne();

        assertThat(text(KEYS.consent())).hasValue("\0zy");
        assertThat(field(KEYS.consentRevision(), "0")).hasValue("t");
        assertThat(field(KEYS.consentRevision(), "1")).hasValue("s");
        assertThat(field(KEYS.consentRevision(), "2")).hasValue("s");
    }

    @Test
    void oneOvertakenPartStopsTheWhole() {
        await(writeParts("r", List.of("1", ""), 1, "x"));
        var before = everything();
        assertThat(await(writeParts("s", List.of("0", "", "1", ""), 1, "y"))).isZero();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void writesPeopleOneByOneAndPagesAndLeavesTheRest() {
        send(Command.SET, KEYS.consent(), "mabcdef");

        await(write("", "r", 2, "X", 4, "YZ", 9, "\0W", 11, ""));

        assertThat(text(KEYS.consent())).hasValue("maXcYZf\0\0\0W");
    }

    @Test
    void aRepeatedCallIsOvertakenByTheFirst() {
        await(write("", "r", 1, "x"));
        var before = everything();
        assertThat(await(write("", "r", 1, "y"))).isZero();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void ofCallersAtOnceOneWrites() {
        assertThat(Collections.frequency(atOnce(8, () -> write("", "r", 1, "x")), 1))
                .isOne();
    }

    /** Each appends to what it read: one that was overtaken reads again. */
    @Test
    void nobodysWriteIsLostWhenManyReadAndWriteAtOnce() {
        Uni<Write> read = redis.send(Command.STRLEN, KEYS.consent())
                .map(length -> new Write(List.of(KEYS.consent()), List.of(length.toString(), "x")));
        RevisionScript script = new RevisionScript(redis, WRITE);

        await(Uni.join()
                .all(IntStream.range(0, 8)
                        .mapToObj(n -> script.write(Revisions.whole(KEYS.consentRevision()), read))
                        .toList())
                .andFailFast());

        assertThat(text(KEYS.consent())).hasValue("xxxxxxxx");
    }

    @Test
    void aFullRedisRefusesThemWhole() {
        await(write("", "r", 1, "x"));
        assertRefusedWithoutMemory(() -> write("r", "s", 1, "y"));
        assertThat(await(write("r", "s", 1, "y"))).isOne();
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        assertOtherTypesChangeNothing(BOTH, () -> {}, () -> write("", "r", 1, "x"));
    }

    private static Uni<Integer> write(String read, String revision, Object... people) {
        return writeParts(revision, List.of("0", read), people);
    }

    /** The parts each with the revision that was read. */
    private static Uni<Integer> writeParts(String revision, List<String> parts, Object... people) {
        List<Object> arguments = new ArrayList<>(List.of(revision, parts.size() / 2));
        arguments.addAll(parts);
        arguments.addAll(List.of(people));
        return eval(WRITE, BOTH, arguments.toArray()).map(answer -> answer.toInteger());
    }
}
