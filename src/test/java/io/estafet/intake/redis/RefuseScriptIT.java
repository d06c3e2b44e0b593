package io.estafet.intake.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.redis.Keys;
import io.estafet.redis.Script;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code intake/refuse.lua} by itself. */
class RefuseScriptIT extends ScriptTestBase {

    private static final Script REFUSE = Script.load("intake/refuse");

    /** Three at most are kept: what was there, what is refused now, what is there then. */
    @ParameterizedTest
    @CsvSource({
        "'', a, a",
        "'', a b c, a b c",
        "'', a b c d, b c d",
        "a, b c, a b c",
        "a b, c d, b c d",
        "a b c, d, b c d",
        "a b c, d e f, d e f",
        "a b c, d e f g, e f g",
        "a b c d e, f, d e f",
    })
    void keepsTheLatestOnly(String there, String refused, String then) {
        for (String entry : there.split(" ")) {
            if (!entry.isEmpty()) {
                send(Command.RPUSH, Keys.INTAKE_REFUSED, entry);
            }
        }

        assertThat(await(refuse(3, refused.split(" ")))).isEqualTo(then.split(" ").length);

        assertThat(list(Keys.INTAKE_REFUSED)).containsExactly(then.split(" "));
    }

    @Test
    void aRepeatedCallIsAnotherRefusal() {
        await(refuse(3, "a"));
        assertThat(await(refuse(3, "a"))).isEqualTo(2);
    }

    @Test
    void callersAtOnceLeaveNoMoreThanIsKept() {
        List<Integer> lengths = atOnce(16, () -> refuse(5, "a", "b"));
        assertThat(lengths).allMatch(length -> length <= 5);
        assertThat(list(Keys.INTAKE_REFUSED)).hasSize(5);
    }

    @Test
    void keepsTheLatestInAFullRedis() {
        withoutMemory(() -> assertThat(await(refuse(3, "a"))).isOne());
        withoutMemory(() -> assertThat(await(refuse(3, "b", "c", "d"))).isEqualTo(3));
        assertThat(list(Keys.INTAKE_REFUSED)).containsExactly("b", "c", "d");
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        List<String> keys = List.of(Keys.INTAKE_REFUSED);
        assertOtherTypesChangeNothing(keys, () -> {}, () -> refuse(3, "a"));
        assertOtherTypesChangeNothing(keys, () -> {}, () -> refuse(3, "a", "b", "c"));
    }

    private static Uni<Integer> refuse(int kept, String... refused) {
        List<Object> arguments = new ArrayList<>(List.of(kept));
        arguments.addAll(List.of(refused));
        return eval(REFUSE, List.of(Keys.INTAKE_REFUSED), arguments.toArray()).map(answer -> answer.toInteger());
    }
}
