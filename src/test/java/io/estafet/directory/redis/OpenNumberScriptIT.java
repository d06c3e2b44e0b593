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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code directory/open_number.lua} by itself. */
class OpenNumberScriptIT extends ScriptTestBase {

    private static final Script OPEN = frozen("directory/open_number");
    private static final Keys KEYS = Keys.of(new PortfolioId("p"));
    private static final SenderId SENDER = new SenderId("s");
    private static final List<Keys.Part> PARTS = KEYS.parts(SENDER);

    @BeforeEach
    void wholePortfolio() {
        send(Command.SET, KEYS.ready(), "0123:7");
        send(Command.SADD, KEYS.numbers(), "0");
    }

    @Test
    void marksTheKeysOfANewNumber() {
        assertThat(await(open())).isOne();
        assertThat(score(KEYS.limit(SENDER), 0)).hasValue(Long.MAX_VALUE);
        assertThat(score(KEYS.behind(SENDER), 0)).hasValue(0L);
        assertThat(field(KEYS.owner(SENDER), 0)).hasValue("1");
        assertThat(text(KEYS.pace(SENDER))).hasValue(NOW + "000");
        assertThat(send(Command.SISMEMBER, KEYS.parkedOn(SENDER), "0").toInteger())
                .isOne();
        assertThat(send(Command.SISMEMBER, KEYS.numbers(), "s").toInteger()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ready", "numbers"})
    void leavesAPortfolioThatIsNotWholeToItsRebuild(String lost) {
        send(Command.DEL, lost.equals("ready") ? KEYS.ready() : KEYS.numbers());
        assertThat(await(open())).isZero();
        assertThat(score(KEYS.limit(SENDER), 0)).isEmpty();
    }

    @Test
    void aRepeatedCallKeepsWhoWasCountedAndMarksNothingThatWasLost() {
        await(open());
        send(Command.ZADD, KEYS.limit(SENDER), "" + NOW, "7");
        send(Command.DEL, KEYS.pair(SENDER));
        var before = everything();
        assertThat(await(open())).isOne();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void callersAtOnceMarkTheSame() {
        assertThat(atOnce(8, OpenNumberScriptIT::open)).containsOnly(1);
        assertThat(score(KEYS.limit(SENDER), 0)).hasValue(Long.MAX_VALUE);
    }

    @Test
    void aFullRedisRefusesTheMarks() {
        assertRefusedWithoutMemory(OpenNumberScriptIT::open);
    }

    private static Uni<Integer> open() {
        List<String> keys = new ArrayList<>(List.of(KEYS.ready(), KEYS.numbers()));
        List<String> arguments = new ArrayList<>(List.of("0", SENDER.value()));
        for (Keys.Part part : PARTS) {
            keys.add(part.key());
            arguments.add(part.mark().letter());
        }
        return eval(OPEN, keys, arguments.toArray()).map(answer -> answer.toInteger());
    }
}
