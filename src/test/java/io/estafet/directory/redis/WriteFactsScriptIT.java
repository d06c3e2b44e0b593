package io.estafet.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.Script;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code directory/write_facts.lua} by itself. */
class WriteFactsScriptIT extends ScriptTestBase {

    private static final Script WRITE = Script.load("directory/write_facts");
    private static final Keys KEYS = Keys.of(new PortfolioId("p"));
    private static final String NUMBER = KEYS.sender(new SenderId("s"));
    private static final List<String> ALL =
            List.of(KEYS.directoryRevision(), KEYS.portfolio(), NUMBER, KEYS.templates());
    private static final Object[] FACTS = {1, "limit", 250, 2, "throughput", 80, "paused", 0, 1, "!", 1};

    /** The revision there is and the one that was read before PostgreSQL was: empty for none. */
    @ParameterizedTest
    @CsvSource({"'', '', 1", "a, a, 1", "a, '', 0", "'', a, 0", "b, a, 0"})
    void writesOnlyWhatWasReadUnderTheRevisionThereIs(String there, String read, int answer) {
        if (!there.isEmpty()) {
            send(Command.HSET, KEYS.directoryRevision(), "all", there);
        }

        assertThat(await(write(read, "new", FACTS))).isEqualTo(answer);

        assertThat(field(KEYS.directoryRevision(), "all").orElse("")).isEqualTo(answer == 1 ? "new" : there);
        assertThat(field(KEYS.portfolio(), "limit").orElse("")).isEqualTo(answer == 1 ? "250" : "");
    }

    @Test
    void writesEachHashesFieldsAndLeavesTheOthers() {
        send(Command.HSET, NUMBER, "throughput", "20", "kept", "1");

        await(write("", "r", FACTS));

        assertThat(field(NUMBER, "throughput")).hasValue("80");
        assertThat(field(NUMBER, "paused")).hasValue("0");
        assertThat(field(NUMBER, "kept")).hasValue("1");
        assertThat(field(KEYS.templates(), "!")).hasValue("1");
    }

    @Test
    void aHashWithoutFieldsTakesNoneOfItsNeighbours() {
        await(write("", "r", 1, "limit", 250, 0, 1, "w/promo/id", "A"));

        assertThat(send(Command.EXISTS, NUMBER).toInteger()).isZero();
        assertThat(field(KEYS.templates(), "w/promo/id")).hasValue("A");
    }

    @Test
    void aFieldWithoutValueIsRemoved() {
        send(Command.HSET, KEYS.templates(), "w/promo/id", "A", "w/other/id", "A");

        await(write("", "r", 1, "limit", 250, 0, 1, "w/promo/id", ""));

        assertThat(field(KEYS.templates(), "w/promo/id")).isEmpty();
        assertThat(field(KEYS.templates(), "w/other/id")).hasValue("A");
    }

    @Test
    void aRepeatedCallIsOvertakenByTheFirst() {
        await(write("", "r", FACTS));
        var before = everything();
        assertThat(await(write("", "r", FACTS))).isZero();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void ofCallersAtOnceOneWrites() {
        assertThat(Collections.frequency(atOnce(8, () -> write("", "r", FACTS)), 1))
                .isOne();
    }

    @Test
    void aFullRedisRefusesThemWhole() {
        await(write("", "r", FACTS));
        assertRefusedWithoutMemory(() -> write("r", "s", FACTS));
        assertThat(await(write("r", "s", FACTS))).isOne();
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        assertOtherTypesChangeNothing(ALL, () -> {}, () -> write("", "r", FACTS));
    }

    private static Uni<Integer> write(String read, String revision, Object... facts) {
        List<Object> arguments = new ArrayList<>(List.of(revision, 1, "all", read));
        arguments.addAll(List.of(facts));
        return eval(WRITE, ALL, arguments.toArray()).map(answer -> answer.toInteger());
    }
}
