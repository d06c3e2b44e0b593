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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code admission/open_window.lua} by itself. */
class OpenWindowScriptIT extends ScriptTestBase {

    private static final Script OPEN = frozen("admission/open_window");
    private static final Keys KEYS = Keys.of(new PortfolioId("p"));
    private static final SenderId SENDER = new SenderId("s");
    private static final long NOW_MICROS = NOW * 1_000;
    private static final int HEADROOM = 15;

    /** One message at 80/s less the headroom, rounded up: 10^9 / (80 x 985). */
    private static final long INTERVAL = 12_691;

    @BeforeEach
    void knowTheNumber() {
        send(Command.HSET, KEYS.sender(SENDER), "throughput", "80");
        send(Command.ZADD, KEYS.window(SENDER), "+inf", "0");
    }

    /** The end before, the new one, the answer, the end then; milliseconds from now. */
    @ParameterizedTest
    @CsvSource({", 900, 1, 900", "500, 900, 1, 900", "900, 900, 0, 900", "901, 900, 0, 901", "-1, 900, 1, 900"})
    void theEndMovesForwardOnly(Long before, long ends, int answer, long then) {
        if (before != null) {
            send(Command.ZADD, KEYS.window(SENDER), "" + (NOW + before), "7");
        }
        assertThat(open(7, ends)).isEqualTo(answer);
        assertThat(score(KEYS.window(SENDER), 7)).hasValue(NOW + then);
    }

    @Test
    void removesWindowsThatHaveEndedAndKeepsTheMark() {
        send(Command.ZADD, KEYS.window(SENDER), "" + NOW, "8", "" + (NOW + 1), "9");

        open(7, 900);

        assertThat(score(KEYS.window(SENDER), 8)).isEmpty();
        assertThat(score(KEYS.window(SENDER), 9)).hasValue(NOW + 1);
        assertThat(send(Command.ZSCORE, KEYS.window(SENDER), "0")).isNotNull();
    }

    /** Removing them all at once would hold up everybody else. */
    @Test
    void removesABoundedNumberOfWindowsThatHaveEnded() {
        String[] windows = new String[1 + 2 * 1_500];
        windows[0] = KEYS.window(SENDER);
        for (int n = 0; n < 1_500; n++) {
            windows[1 + 2 * n] = "" + (NOW - n);
            windows[2 + 2 * n] = "" + (100 + n);
        }
        send(Command.ZADD, windows);

        for (int left : new int[] {500, 0}) {
            open(7, 900);
            assertThat(send(Command.ZCOUNT, KEYS.window(SENDER), "-inf", "" + NOW)
                            .toInteger())
                    .isEqualTo(left);
        }
    }

    /** Microseconds from now: an inbound message takes one slot, until a second is taken ahead. */
    @ParameterizedTest
    @CsvSource({
        ", 12691",
        "-5000000, 12691",
        "0, 12691",
        "700, 13391",
        "987309, 1000000",
        "999999, 1000000",
        "1000000, 1000000",
        "1700000, 1700000",
    })
    void takesASlotOfThePaceAndAtMostASecondAhead(Long before, long after) {
        if (before != null) {
            send(Command.SET, KEYS.pace(SENDER), "" + (NOW_MICROS + before));
        }
        open(7, 900);
        assertThat(pace()).isEqualTo(after);
    }

    @Test
    void opensTheWindowsOfSeveralPeopleAndTakesASlotForEachMessage() {
        send(Command.ZADD, KEYS.window(SENDER), "" + (NOW + 901), "8");

        int moved = await(
                eval(OPEN, keys(), 0, HEADROOM, 3, 7, NOW + 900, 8, NOW + 900).map(answer -> answer.toInteger()));

        assertThat(moved).isOne();
        assertThat(score(KEYS.window(SENDER), 7)).hasValue(NOW + 900);
        assertThat(score(KEYS.window(SENDER), 8)).hasValue(NOW + 901);
        assertThat(pace()).isEqualTo(3 * INTERVAL);
    }

    @Test
    void opensWindowsOfANumberWhoseThroughputIsNotKnown() {
        send(Command.DEL, KEYS.sender(SENDER));
        assertThat(open(7, 900)).isOne();
        assertThat(text(KEYS.pace(SENDER))).isEmpty();
    }

    @Test
    void aRepeatedCallIsAnotherMessageOfTheSameWindow() {
        open(7, 900);
        assertThat(open(7, 900)).isZero();
        assertThat(pace()).isEqualTo(2 * INTERVAL);
    }

    @Test
    void ofCallersAtOnceOneOpensItAndEachTakesASlot() {
        assertThat(Collections.frequency(atOnce(8, () -> run(7, 900)), 1)).isOne();
        assertThat(pace()).isEqualTo(8 * INTERVAL);
    }

    @Test
    void opensWindowsInAFullRedis() {
        withoutMemory(() -> assertThat(open(7, 900)).isOne());
        assertThat(score(KEYS.window(SENDER), 7)).hasValue(NOW + 900);
        assertThat(pace()).isEqualTo(INTERVAL);
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        Runnable given = () -> {
            knowTheNumber();
            send(Command.ZADD, KEYS.window(SENDER), "" + (NOW - 1), "8");
        };
        assertOtherTypesChangeNothing(keys(), given, () -> run(7, 900));
    }

    private static long pace() {
        return Long.parseLong(text(KEYS.pace(SENDER)).orElseThrow()) - NOW_MICROS;
    }

    private static int open(int person, long ends) {
        return await(run(person, ends));
    }

    private static Uni<Integer> run(int person, long ends) {
        return eval(OPEN, keys(), 0, HEADROOM, 1, person, NOW + ends).map(answer -> answer.toInteger());
    }

    private static List<String> keys() {
        return List.of(KEYS.window(SENDER), KEYS.pace(SENDER), KEYS.sender(SENDER));
    }
}
