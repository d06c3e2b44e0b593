package io.estafet.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.embedded.RedisOptions;
import io.estafet.embedded.RedisServer;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis without memory refuses new messages whole, and drains those it has to the last. */
class FullRedisIT {

    private static final PortfolioId PORTFOLIO = new PortfolioId("p");
    private static final SenderId SENDER = new SenderId("s");
    private static final int MESSAGES = 2_000;

    @TempDir
    Path directory;

    @Test
    void refusesNewMessagesWholeAndDrainsToTheLast() {
        RedisOptions options = RedisOptions.with("--appendonly", "no");
        try (RedisServer server = RedisServer.start(directory, options);
                Rig rig = Rig.on(server, TestConfig.DEFAULT)) {
            Entries.knowPortfolio(rig, PORTFOLIO, MESSAGES, MESSAGES);
            rig.know(PORTFOLIO, SENDER, 1_000, -1);
            List<Entry> messages = Entries.promos(rig, SENDER, 1, MESSAGES);
            Entries.enqueueAll(rig, PORTFOLIO, messages);
            // From here on every command that may grow is refused, unless its script has begun to write.
            rig.send(Command.CONFIG, "SET", "maxmemory", "1mb");
            assertThatThrownBy(() -> rig.send(Command.SET, "x", "y")).hasMessageContaining("OOM");

            refusesNewOnes(rig);
            changesWhatIsKnown(rig, messages.get(MESSAGES - 1));
            rig.withdraw(PORTFOLIO, SENDER, List.of(messages.get(0).id()));
            drains(rig);
        }
    }

    private static void refusesNewOnes(Rig rig) {
        String before = rig.send(Command.HLEN, "e:{p}:entry").toString();
        String seq = rig.send(Command.GET, "e:{p}:seq").toString();
        List<Entry> more = Entries.promos(rig, SENDER, 1, 3);
        assertThatThrownBy(() -> rig.enqueue(PORTFOLIO, more)).hasMessageContaining("OOM");
        assertThatThrownBy(() -> rig.enqueueTaken(PORTFOLIO, more.get(0), rig.now + 1_000))
                .hasMessageContaining("OOM");
        assertThat(rig.send(Command.HLEN, "e:{p}:entry").toString()).isEqualTo(before);
        assertThat(rig.send(Command.GET, "e:{p}:seq").toString()).isEqualTo(seq);
    }

    private static void changesWhatIsKnown(Rig rig, Entry entry) {
        assertThat(rig.changeCharge(PORTFOLIO, SENDER, entry.person(), entry.id(), rig.now))
                .isEqualTo(1);
        assertThat(rig.changeCharge(PORTFOLIO, SENDER, entry.person(), entry.id(), 0))
                .isEqualTo(1);
        assertThat(rig.openWindow(PORTFOLIO, SENDER, new PersonId(1), rig.now + Rig.DAY))
                .isEqualTo(1);
        assertThat(rig.pause(PORTFOLIO, SENDER, "throttled", rig.now, rig.now + 1))
                .isEqualTo(1);
    }

    private static void drains(Rig rig) {
        int done = 0;
        int back = 0;
        for (int takes = 0; takes < 500 && done < MESSAGES - 1; takes++) {
            Taken taken = rig.take(PORTFOLIO, SENDER, "one", 100);
            List<Settlement> settlements = new java.util.ArrayList<>();
            for (Taken.Admitted admitted : taken.admitted()) {
                // Every tenth has a second try.
                boolean again = admitted.entry().attempts() == 0 && back++ % 10 == 0;
                Settlement.Kind[] ways = {Settlement.Kind.RETRY, Settlement.Kind.HOLD, Settlement.Kind.BACK};
                Entry later = admitted.entry().after(1, rig.now + 10);
                settlements.add(
                        again
                                ? Settlement.again(ways[back % 3], later, true)
                                : Settlement.done(admitted.entry(), false));
                done += again ? 0 : 1;
            }
            rig.settle(PORTFOLIO, SENDER, "one", settlements);
            rig.now = Math.max(rig.now + 1, Math.min(taken.nextAtMillis(), rig.now + 1_000));
        }
        assertThat(done).isEqualTo(MESSAGES - 1);
        assertThat(rig.send(Command.HLEN, "e:{p}:entry").toInteger())
                .as("the mark alone")
                .isEqualTo(1);
        assertThat(rig.send(Command.LLEN, "e:{p}:lane:s:" + Category.MARKETING.rank())
                        .toInteger())
                .isZero();
    }
}
