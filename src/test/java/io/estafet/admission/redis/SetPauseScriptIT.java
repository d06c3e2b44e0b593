package io.estafet.admission.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.Script;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code admission/set_pause.lua} by itself; times are milliseconds from {@link #NOW}. */
class SetPauseScriptIT extends ScriptTestBase {

    private static final Script SET = frozen("admission/set_pause");
    private static final String KEY = Keys.of(new PortfolioId("p")).pauses(new SenderId("s"));

    /** The pause there is, when the request began whose answer asks for another one, until when, and what is done. */
    @ParameterizedTest
    @CsvSource({
        ",, -5, 900, 1",
        "-100, 500, -99, 900, 1",
        "-100, 500, -100, 900, 0",
        "-100, 500, -900, 900, 0",
        "-100, 500, -99, 500, 0",
        "-100, 500, -99, 400, 0",
        "-100, -50, -99, 900, 1",
        "0, 500, 0, 900, 0",
        "1, 500, 0, 900, 1",
        "1, 500, 0, 500, 0",
    })
    void onlyAnAnswerThatKnewOfThePauseProlongsIt(Long from, Long ends, long began, long until, int answer) {
        if (from != null) {
            send(Command.HSET, KEY, "throttled", pause(from, ends));
        }

        assertThat(set("throttled", began, until)).isEqualTo(answer);

        assertThat(field(KEY, "throttled")).hasValue(answer == 1 ? pause(0, until) : pause(from, ends));
    }

    @Test
    void reasonsPauseWithoutEachOther() {
        set("throttled", -5, 900);
        assertThat(set("quality", -5, 100)).isOne();
        assertThat(field(KEY, "throttled")).hasValue(pause(0, 900));
        assertThat(field(KEY, "quality")).hasValue(pause(0, 100));
    }

    @Test
    void oneThatCannotBeReadIsReplaced() {
        send(Command.HSET, KEY, "throttled", "for ever");
        assertThat(set("throttled", -5, 900)).isOne();
        assertThat(field(KEY, "throttled")).hasValue(pause(0, 900));
    }

    @Test
    void aRepeatedCallIsAnEcho() {
        set("throttled", -5, 900);
        var before = everything();
        assertThat(set("throttled", -5, 900)).isZero();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void ofCallersAtOnceOneSetsIt() {
        assertThat(Collections.frequency(atOnce(8, () -> run("throttled", -5, 900)), 1))
                .isOne();
    }

    @Test
    void pausesInAFullRedis() {
        send(Command.HSET, KEY, "throttled", pause(-100, 500));
        withoutMemory(() -> {
            assertThat(set("throttled", -5, 900)).isOne();
            assertThat(set("quality", -5, 900)).isOne();
        });
        assertThat(field(KEY, "quality")).isEqualTo(field(KEY, "throttled")).hasValue(pause(0, 900));
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        assertOtherTypesChangeNothing(List.of(KEY), () -> {}, () -> run("throttled", -5, 900));
    }

    private static String pause(long from, long until) {
        return (NOW + from) + ":" + (NOW + until);
    }

    private static int set(String reason, long began, long until) {
        return await(run(reason, began, until));
    }

    private static Uni<Integer> run(String reason, long began, long until) {
        return eval(SET, List.of(KEY), 0, reason, NOW + began, NOW + until).map(answer -> answer.toInteger());
    }
}
