package io.estafet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.estafet.template.TemplateStatus;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 100,000 blocked messages on one number cost a take nothing, neither another number's nor that of its free ones. */
class IsolationIT extends RigTestBase {

    private static final PortfolioId PORTFOLIO = new PortfolioId("p");
    private static final SenderId BLOCKED = new SenderId("blocked");
    private static final SenderId FREE = new SenderId("free");
    private static final int MESSAGES = 100_000;
    private static final int ROUNDS = 60;

    /** Redis' own time, as a ratio: a scan over the blocked ones would make it a hundred times as much. */
    private static final double SLACK = 4;

    @BeforeEach
    void empty() {
        rig.send(Command.FLUSHALL);
        rig.now = Rig.EPOCH_MILLIS;
        Entries.knowPortfolio(rig, PORTFOLIO, -1, MESSAGES + 1_000);
        rig.know(PORTFOLIO, BLOCKED, 1_000, -1);
        rig.know(PORTFOLIO, FREE, 1_000, -1);
    }

    @Test
    void aLineForTheLimitCostsNothing() {
        rig.limit(PORTFOLIO, 0);
        block(Entries.promos(rig, BLOCKED, 1, MESSAGES));
    }

    @Test
    void parkedMessagesCostNothing() {
        rig.template(PORTFOLIO, Entries.PROMO, Optional.of(TemplateStatus.PAUSED));
        block(Entries.promos(rig, BLOCKED, 1, MESSAGES));
    }

    @Test
    void thoseWhoWaitForABusyPersonCostNothing() {
        rig.enqueueTaken(PORTFOLIO, Entries.promo(rig, BLOCKED, 1), rig.now + 14_000);
        List<Entry> all = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            all.add(Entries.promo(rig, BLOCKED, 1));
        }
        block(all);
    }

    private static void block(List<Entry> blocked) {
        double freeAlone = costOfTaking(FREE);
        double blockedAlone = costOfTaking(BLOCKED);
        Entries.enqueueAll(rig, PORTFOLIO, blocked);
        for (int takes = 0; takes <= MESSAGES / 512 + 1; takes++) {
            assertThat(rig.take(PORTFOLIO, BLOCKED, "one", 512).admitted()).isEmpty();
            rig.now++;
        }

        assertThat(costOfTaking(FREE)).as("another number").isLessThan(freeAlone * SLACK);
        assertThat(costOfTaking(BLOCKED)).as("the same number").isLessThan(blockedAlone * SLACK);
    }

    /** Microseconds of Redis for one take of ten messages that may go (free-form, windows open); the median. */
    private static double costOfTaking(SenderId sender) {
        List<Double> costs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Entry> entries = new ArrayList<>();
            for (int i = 1; i <= 10; i++) {
                Entry entry = Entries.of(rig, sender, MESSAGES + i, Category.SERVICE, "");
                rig.openWindow(PORTFOLIO, sender, entry.person(), rig.now + Rig.DAY);
                entries.add(entry);
            }
            rig.now += 7;
            rig.enqueue(PORTFOLIO, entries);
            rig.now += 300;
            rig.send(Command.CONFIG, "RESETSTAT");
            Taken taken = rig.take(PORTFOLIO, sender, "one", 512);
            costs.add(scriptMicros());
            assertThat(taken.admitted()).hasSize(10);
            rig.settle(
                    PORTFOLIO,
                    sender,
                    "one",
                    taken.admitted().stream()
                            .map(a -> Settlement.done(a.entry(), false))
                            .toList());
            rig.send(Command.ZREMRANGEBYSCORE, "e:{p}:pair:" + sender, "-inf", "(inf");
        }
        costs.sort(null);
        return costs.get(ROUNDS / 2);
    }

    static double scriptMicros() {
        String stats = rig.send(Command.INFO, "commandstats").toString();
        return Double.parseDouble(stats.replaceAll("(?s).*cmdstat_evalsha:calls=\\d+,usec=(\\d+).*", "$1"));
    }
}
