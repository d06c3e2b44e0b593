package io.estafet.admission.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.admission.Restoring.LiveCharge;
import io.estafet.clock.MovableClock;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code admission/restore_charges.lua} by itself. */
class RestoreChargesScriptIT extends ScriptTestBase {

    private static final PortfolioId PORTFOLIO = new PortfolioId("p");
    private static final Keys KEYS = Keys.of(PORTFOLIO);
    private static final SenderId ONE = new SenderId("one");
    private static final SenderId TWO = new SenderId("two");

    @Test
    void entersEachChargeForItsPersonItsNumberAndThePortfolio() {
        await(run(List.of(charge(1, ONE, 7, -30), charge(2, TWO, 7, -50), charge(3, ONE, 8, -10))));

        assertThat(field(KEYS.charges(), 7)).hasValue(text(1, ONE, -30) + text(2, TWO, -50));
        assertThat(field(KEYS.charges(), 8)).hasValue(text(3, ONE, -10));
        assertThat(score(KEYS.limit(), 7)).hasValue(NOW - 30);
        assertThat(score(KEYS.limit(ONE), 7)).hasValue(NOW - 30);
        assertThat(score(KEYS.limit(TWO), 7)).hasValue(NOW - 50);
        assertThat(score(KEYS.limit(), 8)).hasValue(NOW - 10);
        assertThat(score(KEYS.limit(TWO), 8)).isEmpty();
    }

    @Test
    void theLatestOfAPersonsChargesCountsWhateverTheirOrder() {
        await(run(List.of(charge(1, ONE, 7, -30), charge(2, ONE, 7, -10), charge(3, ONE, 7, -20))));
        assertThat(score(KEYS.limit(), 7)).hasValue(NOW - 10);
        assertThat(score(KEYS.limit(ONE), 7)).hasValue(NOW - 10);
    }

    @Test
    void aRepeatedCallChangesNothing() {
        List<LiveCharge> charges = List.of(charge(1, ONE, 7, -30), charge(2, TWO, 7, -50), charge(1, ONE, 7, -30));
        await(run(charges));
        var before = everything();
        await(run(charges));
        assertThat(everything()).isEqualTo(before);
        assertThat(field(KEYS.charges(), 7)).hasValue(text(1, ONE, -30) + text(2, TWO, -50));
    }

    @Test
    void callersAtOnceEnterEachChargeOnce() {
        List<LiveCharge> charges = IntStream.range(0, 300)
                .mapToObj(n -> charge(n, ONE, 1 + n / 3, -n))
                .toList();
        await(run(charges));
        String alone = field(KEYS.charges(), 90).orElseThrow();
        emptyRedis();

        atOnce(8, () -> run(charges));

        assertThat(field(KEYS.charges(), 90)).hasValue(alone);
        assertThat(score(KEYS.limit(ONE), 90)).hasValue(NOW - 267);
    }

    @Test
    void aFullRedisRefusesThemWhole() {
        await(run(List.of(charge(1, ONE, 7, -30))));
        assertRefusedWithoutMemory(() -> run(List.of(charge(2, ONE, 7, -10), charge(3, ONE, 8, -10))));
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        List<LiveCharge> charges = List.of(charge(1, ONE, 7, -30), charge(2, TWO, 7, -50));
        List<String> keys = List.of(KEYS.limit(), KEYS.charges(), KEYS.limit(ONE), KEYS.limit(TWO));
        assertOtherTypesChangeNothing(keys, () -> await(run(List.of(charge(3, ONE, 9, -1)))), () -> run(charges));
    }

    private static LiveCharge charge(int n, SenderId sender, int person, long at) {
        return new LiveCharge(id(n), sender, new PersonId(person), Instant.ofEpochMilli(NOW + at));
    }

    private static String text(int n, SenderId sender, long at) {
        return id(n) + "," + (NOW + at) + "," + sender + ";";
    }

    private static MessageId id(int n) {
        return new MessageId(new UUID(NOW << 16 | 0x7000, 0x8000000000000000L | n));
    }

    private static Uni<Void> run(List<LiveCharge> charges) {
        return new RedisRestoring(redis, new MovableClock(InstantSource.system())).charge(PORTFOLIO, charges);
    }
}
