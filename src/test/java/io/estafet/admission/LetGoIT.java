package io.estafet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.vertx.redis.client.Command;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waited for a limit goes when its person writes, also by a journal that still says so of what has gone on. */
class LetGoIT extends RigTestBase {

    private static final PortfolioId PORTFOLIO = new PortfolioId("p");
    private static final SenderId SENDER = new SenderId("s");
    private static final int PERSON = 2;

    private Entry waited;

    /** Room for one person, and that one has gone. */
    @BeforeEach
    void waits() {
        rig.send(Command.FLUSHDB);
        rig.now = Rig.EPOCH_MILLIS;
        Entries.knowPortfolio(rig, PORTFOLIO, 1, 10);
        rig.know(PORTFOLIO, SENDER, 80, -1);
        Entry first = Entries.promo(rig, SENDER, 1);
        waited = Entries.promo(rig, SENDER, PERSON);
        rig.enqueue(PORTFOLIO, List.of(first, waited));
        Taken taken = take();
        assertThat(ids(taken)).containsExactly(first.id());
        assertThat(taken.held()).extracting(Taken.Held::reason).containsExactly(Reason.MESSAGING_LIMIT);
        settle(first);
    }

    @Test
    void goesAtOnce() {
        personWrites();

        assertThat(ids(take())).containsExactly(waited.id());
    }

    /** Its person was busy when it was let go: no more than that keeps it, and what came later stays behind it. */
    @Test
    void keepsItsPlaceBeforeWhatCameLater() {
        personWrites();
        Entry answer = Entries.promo(rig, SENDER, PERSON);
        rig.enqueueTaken(PORTFOLIO, answer, rig.now + 5_000);
        rig.now += 1_000;
        assertThat(take().admitted()).isEmpty();
        Entry later = Entries.promo(rig, SENDER, PERSON);
        rig.enqueue(PORTFOLIO, List.of(later));
        assertThat(take().admitted()).isEmpty();

        personWrites();

        assertThat(take().admitted()).isEmpty();
        rig.settle(PORTFOLIO, SENDER, "journal", List.of(Settlement.done(answer, false)));
        assertThat(ids(take())).containsExactly(waited.id());
    }

    @Test
    void aPersonWhoWritesAndWritesMakesNoLaneLonger() {
        rig.paused(PORTFOLIO, SENDER, true);
        take();

        for (int i = 0; i < 100; i++) {
            personWrites();
        }

        assertThat(rig.send(Command.LLEN, "e:{p}:lane:s:3").toInteger()).isEqualTo(1);
    }

    @Test
    void comesNotBackWhenItHasGoneMeanwhile() {
        personWrites();
        take();
        settle(waited);

        personWrites();

        assertThat(rig.send(Command.HLEN, "e:{p}:entry").toInteger()).isEqualTo(1);
        assertThat(take().admitted()).isEmpty();
    }

    /** As the journal has it, which hears of the limit and not of what comes after it. */
    private void personWrites() {
        rig.openWindow(PORTFOLIO, SENDER, waited.person(), rig.now + Rig.DAY);
        rig.release(PORTFOLIO, SENDER, List.of(waited.id()));
    }

    private static Taken take() {
        rig.now += 500;
        return rig.take(PORTFOLIO, SENDER, "one", 10);
    }

    private static List<MessageId> ids(Taken taken) {
        return taken.admitted().stream().map(a -> a.entry().id()).toList();
    }

    private static void settle(Entry entry) {
        rig.settle(PORTFOLIO, SENDER, "one", List.of(Settlement.done(entry, false)));
    }
}
