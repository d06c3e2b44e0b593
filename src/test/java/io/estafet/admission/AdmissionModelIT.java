package io.estafet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.embedded.RedisOptions;
import io.estafet.embedded.RedisServer;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The take script and its neighbours against the rules in plain Java, over random histories; and the proof that the
 * histories find broken gates. One seed again: {@code -Destafet.test.seed=...}.
 */
class AdmissionModelIT {

    private static final Logger LOG = Logger.getLogger(AdmissionModelIT.class);
    private static final long BASE_SEED = 20_261_122;
    private static final int HISTORIES = Integer.getInteger("estafet.test.histories", 2_000);
    private static final int HISTORIES_UNTIL_FOUND = 600;

    @TempDir
    static Path directory;

    private static RedisServer server;
    private static Rig rig;

    @BeforeAll
    static void start() {
        server = RedisServer.start(directory, RedisOptions.with("--appendonly", "no"));
        rig = Rig.on(server, History.CONFIG);
    }

    @AfterAll
    static void stop() {
        rig.close();
        server.close();
    }

    @Test
    void agreesWithTheRulesOverRandomHistories() {
        Long one = Long.getLong("estafet.test.seed");
        if (one != null) {
            run(one, rig, "again", true);
            return;
        }
        long ofThisRun = new Random().nextLong(1L << 40);
        LOG.infof("%d histories, half from seed %d, half from seed %d", HISTORIES, BASE_SEED, ofThisRun);
        for (int i = 0; i < HISTORIES; i++) {
            run((i % 2 == 0 ? BASE_SEED : ofThisRun) + i, rig, "history", true);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            messaging limit off by one;  true;  people_left(limit_key, limit);   people_left(limit_key, limit + 1)
            daily limit off by one; true; people_left(number_limit_key, daily); people_left(number_limit_key, daily + 1)
            busy person not asked;       true;  busy_until > now then;           false then
            pair rate not asked;         true;  if wait > now then;              if false then
            consent ignored;             true;  if status ~= 1 then;             if false then
            stop ignored;                true;  if status == 2 or;               if false and
            window ignored;              true;  local open = tonumber;           local open = true or tonumber
            suppression ignored;         true;  if ends <= now then return true;  if true then return true
            template state ignored;      true;  if status == 'P' then;           if false then
            expiry ignored;              true;  local late = redis.call(;        local late = {} or (
            charge by person;            false; string.gmatch(charges, CHARGE);  string.gmatch(charges, 'none()()')
            refunds forget other charges; true; lowered[person] = others;        lowered[person] = ''
            everybody frees the person;  true;  elseif e.frees then;             elseif e.entry then
            given back to the lane;      true;  e.kind == 'B' and;               false and
            a line keeps its head's time; false; leave_asides(e, text(now));      leave_asides(e, 'inf')
            pace twice as fast;          true;  start = start + interval;        start = start + interval / 2
            line without order; false; e.rank * LINE_RANK + tonumber(e.seq); e.rank * LINE_RANK - tonumber(e.seq)
            """)
    void findsABrokenGate(String what, boolean byPromises, String of, String becomes) {
        int[] changed = {0};
        UnaryOperator<String> broken = text -> {
            changed[0] += text.contains(of) ? 1 : 0;
            return text.replace(of, becomes);
        };
        Rig brokenRig = rig.with(History.CONFIG, broken);
        assertThat(changed[0]).as("scripts with " + of).isPositive();
        assertThat(finds(brokenRig, true)).as("found by the model").isTrue();
        if (byPromises) {
            assertThat(finds(brokenRig, false))
                    .as("found by the promises alone")
                    .isTrue();
        }
    }

    private static boolean finds(Rig broken, boolean withModel) {
        for (int i = 0; i < HISTORIES_UNTIL_FOUND; i++) {
            try {
                run(BASE_SEED + i, broken, "broken", withModel);
            } catch (AssertionError found) {
                return true;
            }
        }
        return false;
    }

    private static void run(long seed, Rig on, String id, boolean withModel) {
        on.send(io.vertx.redis.client.Command.FLUSHDB);
        History history = new History(seed, on, id, withModel);
        try {
            history.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("history of seed " + seed + ":\n" + history.story(), e);
        }
    }
}
