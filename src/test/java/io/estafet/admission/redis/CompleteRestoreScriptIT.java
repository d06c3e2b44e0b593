package io.estafet.admission.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.clock.MovableClock;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code admission/complete_restore.lua} by itself, in Redis' own time. */
class CompleteRestoreScriptIT extends ScriptTestBase {

    private static final PortfolioId PORTFOLIO = new PortfolioId("p");
    private static final Keys KEYS = Keys.of(PORTFOLIO);
    private static final SenderId SENDER = new SenderId("s");

    @BeforeEach
    void clear() {
        await(restoring().clear(PORTFOLIO, List.of(SENDER)));
    }

    @Test
    void marksThePortfolioAndItsNumbersAsWhole() {
        assertThat(await(complete(runId(), 7))).isTrue();

        assertThat(text(KEYS.ready())).hasValue(runId() + ":7");
        for (String key : List.of(KEYS.limit(), KEYS.limit(SENDER))) {
            assertThat(score(key, 0)).hasValue(Long.MAX_VALUE);
        }
        assertThat(await(restoring().isReady(PORTFOLIO))).isTrue();
    }

    /** What was sent in the last second is not known any more. */
    @Test
    void eachNumberIsSilentForASecond() {
        long from = micros();
        await(complete(runId(), 7));
        long pace = Long.parseLong(text(KEYS.pace(SENDER)).orElseThrow());
        assertThat(pace).isBetween(from + 1_000_000, micros() + 1_000_000);
    }

    @Test
    void marksNothingForAnotherProcess() {
        var before = everything();
        assertThat(await(complete("0123456789abcdef0123456789abcdef01234567", 7)))
                .isFalse();
        assertThat(everything()).isEqualTo(before);
        assertThat(await(restoring().isReady(PORTFOLIO))).isFalse();
    }

    @Test
    void aRepeatedCallMarksTheNewEpoch() {
        await(complete(runId(), 7));
        assertThat(await(complete(runId(), 8))).isTrue();
        assertThat(text(KEYS.ready())).hasValue(runId() + ":8");
    }

    @Test
    void callersAtOnceMarkTheSame() {
        String process = runId();
        assertThat(atOnce(8, () -> complete(process, 7))).containsOnly(true);
        assertThat(text(KEYS.ready())).hasValue(process + ":7");
    }

    @Test
    void aFullRedisRefusesTheMarksWhole() {
        String process = runId();
        assertRefusedWithoutMemory(() -> complete(process, 7));
        assertThat(await(restoring().isReady(PORTFOLIO))).isFalse();
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        String process = runId();
        Runnable given = () -> {
            clear();
            await(complete(process, 6));
        };
        assertOtherTypesChangeNothing(List.of(KEYS.limit(), KEYS.limit(SENDER)), given, () -> complete(process, 7));
    }

    private static Uni<Boolean> complete(String process, long epoch) {
        return restoring().complete(PORTFOLIO, List.of(SENDER), process, epoch);
    }

    private static RedisRestoring restoring() {
        return new RedisRestoring(redis, new MovableClock(InstantSource.system()));
    }

    private static String runId() {
        return send(Command.INFO, "server").toString().replaceAll("(?s).*run_id:(\\w+).*", "$1");
    }

    private static long micros() {
        Response time = send(Command.TIME);
        return time.get(0).toLong() * 1_000_000 + time.get(1).toLong();
    }
}
