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

/** {@code admission/change_charge.lua} by itself; times are milliseconds from {@link #NOW}. */
class ChangeChargeScriptIT extends ScriptTestBase {

    private static final Script CHANGE = frozen("admission/change_charge");
    private static final SenderId SENDER = new SenderId("s");
    private static final Keys KEYS = Keys.of(new PortfolioId("p"));
    private static final String MINE = "018bcfe5-6800-7000-8000-000000000001";
    private static final String OTHER = "018bcfe5-6800-7000-8000-000000000002";
    private static final long REFUND = -NOW;

    @BeforeEach
    void markAsWhole() {
        send(Command.HSET, KEYS.charges(), "0", "1");
        send(Command.ZADD, KEYS.limit(), "+inf", "0");
        send(Command.ZADD, KEYS.limit(SENDER), "+inf", "0");
    }

    /** When it was counted, when it was delivered, when it counts then; empty for not. */
    @ParameterizedTest
    @CsvSource({
        "-50, -20, -20",
        "-50, -50, -50",
        "-50, -70, -50",
        "-50, 30, 0",
        "-86399999, -1, -1",
        "-86400000, -1, -1",
        "-86400000, -86400000,",
        ", -20, -20",
        ", -86399999, -86399999",
        ", -86400000,",
    })
    void aDeliveryMovesTheCountForwardOrEntersIt(Long counted, long delivered, Long counts) {
        if (counted != null) {
            charged(MINE, counted, "s");
        }

        assertThat(change(delivered)).isOne();

        assertThat(field(KEYS.charges(), 7).orElse(null)).isEqualTo(counts == null ? null : charge(MINE, counts, "s"));
        assertCounted(counts, counts);
    }

    /** Beside another charge of the person: when that was, by which number, when the portfolio and the number count. */
    @ParameterizedTest
    @CsvSource({
        "-90, s, -90, -90",
        "-10, s, -10, -10",
        "-90, other, -90,",
        "-10, other, -10,",
        "-86400000, s,,",
        ",,,",
    })
    void aRefundTakesBackItsOwnChargeOnly(Long at, String sender, Long portfolio, Long number) {
        charged(MINE, -50, "s");
        if (at != null) {
            charged(OTHER, at, sender);
        }

        assertThat(change(REFUND)).isOne();

        assertThat(field(KEYS.charges(), 7).orElse(null))
                .isEqualTo(portfolio == null ? null : charge(OTHER, at, sender));
        assertCounted(portfolio, number);
    }

    @Test
    void aDeliveryOfOneNumberDoesNotCountForAnother() {
        charged(OTHER, -10, "other");

        assertThat(change(-50)).isOne();

        assertCounted(-10L, -50L);
    }

    @Test
    void aRefundOfWhatWasNotChargedChangesNothing() {
        charged(OTHER, -50, "s");
        var before = everything();
        assertThat(change(REFUND)).isZero();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aRepeatedCallChangesNothing() {
        charged(MINE, -50, "s");
        charged(OTHER, -50, "s");
        for (long at : new long[] {-20, REFUND}) {
            assertThat(change(at)).isOne();
            var before = everything();
            assertThat(change(at)).isEqualTo(at == REFUND ? 0 : 1);
            assertThat(everything()).isEqualTo(before);
        }
    }

    @Test
    void callersAtOnceMoveOneChargeAndGiveItBackOnce() {
        charged(MINE, -50, "s");
        charged(OTHER, -90, "s");

        assertThat(atOnce(8, () -> run(-20))).containsOnly(1);
        assertThat(field(KEYS.charges(), 7)).hasValue(charge(OTHER, -90, "s") + charge(MINE, -20, "s"));

        assertThat(Collections.frequency(atOnce(8, () -> run(REFUND)), 1)).isOne();
        assertCounted(-90L, -90L);
    }

    @Test
    void changesAFullRedis() {
        charged(OTHER, -50, "s");
        withoutMemory(() -> assertThat(change(-20)).isOne());
        assertCounted(-20L, -20L);
        withoutMemory(() -> assertThat(change(REFUND)).isOne());
        assertCounted(-50L, -50L);
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        List<String> keys = List.of(KEYS.limit(), KEYS.limit(SENDER), KEYS.charges());
        for (long at : new long[] {-20, REFUND}) {
            Runnable given = () -> {
                markAsWhole();
                charged(MINE, -50, "s");
            };
            assertOtherTypesChangeNothing(keys, given, () -> run(at));
        }
    }

    private static void charged(String id, long at, String sender) {
        String charges = field(KEYS.charges(), 7).orElse("") + charge(id, at, sender);
        send(Command.HSET, KEYS.charges(), "7", charges);
        send(Command.ZADD, KEYS.limit(), "GT", "" + (NOW + at), "7");
        if (sender.equals("s")) {
            send(Command.ZADD, KEYS.limit(SENDER), "GT", "" + (NOW + at), "7");
        }
    }

    private static String charge(String id, long at, String sender) {
        return id + "," + (NOW + at) + "," + sender + ";";
    }

    private static void assertCounted(Long portfolio, Long number) {
        assertThat(score(KEYS.limit(), 7).map(at -> at - NOW).orElse(null)).isEqualTo(portfolio);
        assertThat(score(KEYS.limit(SENDER), 7).map(at -> at - NOW).orElse(null))
                .isEqualTo(number);
    }

    private static int change(long at) {
        return await(run(at));
    }

    private static Uni<Integer> run(long at) {
        List<String> keys = List.of(KEYS.limit(), KEYS.limit(SENDER), KEYS.charges());
        return eval(CHANGE, keys, 0, MINE, 7, "s", DAY, NOW + at).map(answer -> answer.toInteger());
    }
}
