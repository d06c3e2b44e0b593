package io.estafet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.redis.Keys;
import io.estafet.redis.Script;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** {@code queue/wake.lua} by itself. */
class WakeScriptIT extends ScriptTestBase {

    private static final Script WAKE = Script.load("queue/wake");

    @Test
    void eachHintHasTheNextNumberAndEachOfItsNumbersBearsIt() {
        assertThat(await(wake("p/a", "p/b"))).isEqualTo(1);
        assertThat(await(wake("p/b"))).isEqualTo(2);

        assertThat(score(Keys.WAKE_WORK, "p/a")).hasValue(1L);
        assertThat(score(Keys.WAKE_WORK, "p/b")).hasValue(2L);
    }

    @Test
    void aRepeatedHintIsANewOneForTheSameNumber() {
        await(wake("p/a"));
        assertThat(await(wake("p/a", "p/a"))).isEqualTo(2);
        assertThat(score(Keys.WAKE_WORK, "p/a")).hasValue(2L);
        assertThat(send(Command.ZCARD, Keys.WAKE_WORK).toInteger()).isOne();
    }

    @Test
    void callersAtOnceGetDifferentNumbers() {
        List<Long> hints = atOnce(16, () -> wake("p/a"));

        assertThat(hints)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 16).boxed().toList());
        assertThat(score(Keys.WAKE_WORK, "p/a")).hasValue(16L);
    }

    @Test
    void aFullRedisRefusesTheHintWhole() {
        await(wake("p/a"));
        assertRefusedWithoutMemory(() -> wake("p/b"));
        assertThat(text(Keys.WAKE_SEQ)).isEqualTo(Optional.of("1"));
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        assertOtherTypesChangeNothing(
                List.of(Keys.WAKE_WORK, Keys.WAKE_SEQ), () -> await(wake("p/a")), () -> wake("p/b"));
    }

    private static Uni<Long> wake(String... members) {
        return eval(WAKE, List.of(Keys.WAKE_WORK, Keys.WAKE_SEQ), (Object[]) members)
                .map(answer -> answer.toLong());
    }
}
