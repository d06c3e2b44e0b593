package io.estafet.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.Script;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code directory/open_number.lua} by itself. */
class OpenNumberScriptIT extends ScriptTestBase {

    private static final Script OPEN = Script.load("directory/open_number");
    private static final Keys KEYS = Keys.of(new PortfolioId("p"));
    private static final SenderId SENDER = new SenderId("s");

    @BeforeEach
    void wholePortfolio() {
        send(Command.SET, KEYS.ready(), "0123:7");
    }

    @Test
    void marksANewNumbersCountAsWhole() {
        assertThat(await(open())).isOne();
        assertThat(score(KEYS.limit(SENDER), 0)).hasValue(Long.MAX_VALUE);
    }

    @Test
    void leavesAPortfolioThatIsNotWholeToItsRebuild() {
        send(Command.DEL, KEYS.ready());
        assertThat(await(open())).isZero();
        assertThat(score(KEYS.limit(SENDER), 0)).isEmpty();
    }

    @Test
    void aRepeatedCallKeepsWhoWasCounted() {
        await(open());
        send(Command.ZADD, KEYS.limit(SENDER), "" + NOW, "7");
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
    void aFullRedisRefusesTheMark() {
        assertRefusedWithoutMemory(OpenNumberScriptIT::open);
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        assertOtherTypesChangeNothing(List.of(KEYS.limit(SENDER)), this::wholePortfolio, OpenNumberScriptIT::open);
    }

    private static Uni<Integer> open() {
        return eval(OPEN, List.of(KEYS.ready(), KEYS.limit(SENDER))).map(answer -> answer.toInteger());
    }
}
