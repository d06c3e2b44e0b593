package io.estafet.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The take script's own cases; that it decides by the rules is {@link AdmissionModelIT}'s. */
class TakeScriptIT extends RigTestBase {

    private static final PortfolioId PORTFOLIO = new PortfolioId("p");
    private static final SenderId SENDER = new SenderId("s");
    private static final int PEOPLE = 2_000;

    @BeforeEach
    void empty() {
        rig.send(Command.FLUSHDB);
        rig.now = Rig.EPOCH_MILLIS;
        Entries.knowPortfolio(rig, PORTFOLIO, -1, PEOPLE);
        rig.know(PORTFOLIO, SENDER, 80, -1);
    }

    @ParameterizedTest
    @CsvSource({
        "HDEL, e:{p}:sender:s, paused",
        "HDEL, e:{p}:sender:s, dailyLimit",
        "HDEL, e:{p}:templates, !",
        "ZREM, e:{p}:window:s, 0",
        "ZREM, e:{p}:limit, 0",
        "ZREM, e:{p}:limit:s, 0",
        "ZREM, e:{p}:suppressed, 0",
    })
    void looksAtNothingWhileAMarkOfWholenessIsMissing(String command, String key, String field) {
        rig.enqueue(PORTFOLIO, Entries.promos(rig, SENDER, 1, 3));
        rig.send(Command.create(command), key, field);

        assertThat(take()).isEqualTo(Taken.notReady(rig.now, key));
        assertThat(rig.send(Command.LLEN, "e:{p}:lane:s:3").toInteger()).isEqualTo(3);
    }

    /** Also one that held nothing but its mark. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ready",
                "portfolio",
                "templates",
                "consent",
                "limit",
                "charges",
                "entry",
                "seq",
                "line",
                "sender:s",
                "window:s",
                "limit:s",
                "pace:s",
                "pair:s",
                "busy:s",
                "behind:s",
                "due:s",
                "held:s",
                "parked:s",
                "parkedon:s",
                "line:s",
                "dline:s",
                "expires:s",
                "inflight:s",
                "owner:s",
                "lane:s:3",
            })
    void looksAtNothingAfterAKeyWasDeleted(String key) {
        rig.enqueue(PORTFOLIO, Entries.promos(rig, SENDER, 1, 3));
        rig.send(Command.DEL, "e:{p}:" + key);
        String before = dump("");

        assertThat(take()).isEqualTo(Taken.notReady(rig.now, "e:{p}:" + key));
        assertThat(dump("")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"entry", "seq", "lane:s:3", "expires:s"})
    void looksAtNothingAfterAKeyWasDeletedAndFilledAgain(String key) {
        rig.enqueue(PORTFOLIO, Entries.promos(rig, SENDER, 1, 3));
        rig.send(Command.DEL, "e:{p}:" + key);
        rig.enqueue(PORTFOLIO, Entries.promos(rig, SENDER, 4, 4));

        assertThat(take()).isEqualTo(Taken.notReady(rig.now, "e:{p}:" + key));
    }

    @Test
    void changesNoScoreWhileTheChargesAreLost() {
        Entry entry = Entries.promo(rig, SENDER, 1);
        rig.enqueue(PORTFOLIO, List.of(entry));
        take();
        String score = rig.send(Command.ZSCORE, "e:{p}:limit", "1").toString();
        rig.send(Command.DEL, "e:{p}:charges");

        assertThat(rig.changeCharge(PORTFOLIO, SENDER, entry.person(), entry.id(), rig.now - 1_000))
                .isZero();
        assertThat(rig.changeCharge(PORTFOLIO, SENDER, entry.person(), entry.id(), 0))
                .isZero();
        assertThat(rig.send(Command.ZSCORE, "e:{p}:limit", "1")).hasToString(score);
    }

    @Test
    void looksAtNothingWhenAnotherRedisProcessHasBeenLoaded() {
        rig.enqueue(PORTFOLIO, Entries.promos(rig, SENDER, 1, 3));
        rig.send(Command.SET, "e:{p}:ready", "0123456789abcdef:7");
        assertThat(take().missing()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pauses:s",
                "charges",
                "entry",
                "owner:s",
                "parkedon:s",
                "lane:s:0",
                "lane:s:3",
                "pace:s",
                "pair:s",
                "busy:s",
                "behind:s",
                "due:s",
                "held:s",
                "parked:s",
                "line",
                "line:s",
                "dline:s",
                "expires:s",
                "inflight:s",
                "suppressed",
            })
    void refusesAKeyOfAnotherTypeBeforeItChangesAnything(String key) {
        Entry entry = Entries.promo(rig, SENDER, 1);
        rig.enqueue(PORTFOLIO, List.of(entry));
        String wrong = "e:{p}:" + key;
        rig.send(Command.DEL, wrong);
        if (key.equals("pace:s")) {
            rig.send(Command.RPUSH, wrong, "x");
        } else {
            rig.send(Command.SET, wrong, "x");
        }
        String before = dump(wrong);

        assertThatThrownBy(this::take).hasMessageContaining("WRONGTYPE");

        assertThat(dump(wrong)).isEqualTo(before);
    }

    /** Everything but the broken key. */
    private static String dump(String except) {
        List<String> keys = new ArrayList<>();
        rig.send(Command.KEYS, "*").forEach(key -> keys.add(key.toString()));
        keys.remove(except);
        keys.sort(null);
        return keys
                + keys.stream()
                        .map(key -> rig.send(Command.DUMP, key).toString())
                        .toList()
                        .toString();
    }

    @Test
    void givesBackBeforeThoseWhoWaitForThePerson() {
        Entry first = Entries.promo(rig, SENDER, 1);
        Entry second = Entries.promo(rig, SENDER, 1);
        rig.enqueue(PORTFOLIO, List.of(first, second));
        assertThat(ids(take())).containsExactly(first);
        rig.settle(PORTFOLIO, SENDER, "one", List.of(Settlement.again(Settlement.Kind.BACK, first, true)));
        rig.now += 500;

        assertThat(ids(take())).containsExactly(first);
    }

    @Test
    void oneThatEndedDoesNotFreeThePersonOfAnother() {
        Entry underWay = Entries.promo(rig, SENDER, 1);
        Entry refused = Entries.of(rig, SENDER, 1, Category.UTILITY, Entries.OTHER);
        Entry next = Entries.promo(rig, SENDER, 1);
        rig.enqueue(PORTFOLIO, List.of(underWay));
        take();
        rig.template(PORTFOLIO, Entries.OTHER, Optional.of(TemplateStatus.REJECTED));
        rig.enqueue(PORTFOLIO, List.of(refused, next));
        rig.now += 500;
        Taken ended = take();
        assertThat(ended.ended()).hasSize(1);

        rig.settle(PORTFOLIO, SENDER, "one", List.of(Settlement.done(refused, false)));

        assertThat(take().admitted()).isEmpty();
        rig.settle(PORTFOLIO, SENDER, "one", List.of(Settlement.done(underWay, false)));
        assertThat(ids(take())).containsExactly(next);
    }

    @Test
    void aWithdrawnHeadDoesNotKeepItsLineWaiting() {
        Entry head = Entries.promo(rig, SENDER, 1);
        Entry next = Entries.promo(rig, SENDER, 1);
        rig.enqueue(PORTFOLIO, List.of(head, next));
        take();
        Entry later = head.after(1, rig.now + 3_600_000);
        rig.settle(PORTFOLIO, SENDER, "one", List.of(Settlement.again(Settlement.Kind.RETRY, later, false)));
        rig.now += 1_000;
        assertThat(take().admitted()).isEmpty();

        assertThat(rig.withdraw(PORTFOLIO, SENDER, List.of(head.id()))).containsExactly(head.id());

        assertThat(ids(take())).containsExactly(next);
    }

    @Test
    void keepsItsPaceAfterAClockThatWasSetBack() {
        rig.enqueue(PORTFOLIO, Entries.promos(rig, SENDER, 1, 200));
        Entry toBusy = Entries.promo(rig, SENDER, 1);
        assertThat(take().admitted()).isNotEmpty();
        rig.enqueue(PORTFOLIO, List.of(toBusy));
        rig.now -= 7_200_000;

        int admitted = 0;
        long end = rig.now + 2_200;
        while (rig.now < end) {
            admitted += take().admitted().size();
            rig.now += 50;
        }

        // A second lost at most, then 78.8 in a second and those that are taken ahead.
        assertThat(admitted).isBetween(85, 125);
    }

    @Test
    void theBusyPersonOfAClockThatWasSetBackIsFreeAfterALease() {
        rig.enqueue(PORTFOLIO, Entries.promos(rig, SENDER, 1, 1));
        Entry unknown = take().admitted().get(0).entry();
        rig.settle(PORTFOLIO, SENDER, "one", List.of(Settlement.doneUnknown(unknown, rig.now + 10_000)));
        Entry next = Entries.promo(rig, SENDER, 1);
        rig.enqueue(PORTFOLIO, List.of(next));
        rig.now -= 7_200_000;
        take();
        rig.now += 1_500;
        take();

        rig.now += 15_000;

        assertThat(ids(take())).containsExactly(next);
    }

    @Test
    void recoversTheLeaseOfAnotherAndKeepsItsPersonBusy() {
        Entry lost = Entries.promo(rig, SENDER, 1);
        Entry next = Entries.promo(rig, SENDER, 1);
        rig.enqueue(PORTFOLIO, List.of(lost, next));
        take();
        rig.now += 14_999;
        assertThat(rig.take(PORTFOLIO, SENDER, "two", 10).recovered()).isEmpty();
        rig.now += 1;

        Taken taken = rig.take(PORTFOLIO, SENDER, "two", 10);

        assertThat(taken.recovered()).containsExactly(lost);
        assertThat(taken.admitted()).isEmpty();
        assertThat(rig.settle(PORTFOLIO, SENDER, "one", List.of(Settlement.done(lost, false))))
                .isZero();
        assertThat(rig.settle(PORTFOLIO, SENDER, "two", List.of(Settlement.done(lost, false))))
                .isOne();
        assertThat(ids(rig.take(PORTFOLIO, SENDER, "two", 10))).containsExactly(next);
    }

    @Test
    void looksAtABoundedNumberAndComesAgainAtOnce() {
        rig.template(PORTFOLIO, Entries.PROMO, Optional.of(TemplateStatus.PAUSED));
        Entries.enqueueAll(rig, PORTFOLIO, Entries.promos(rig, SENDER, 1, 1_200));
        List<Integer> parked = new ArrayList<>();
        Taken taken = take();
        for (; !taken.held().isEmpty(); taken = take()) {
            assertThat(taken.held()).allMatch(h -> h.reason() == Reason.TEMPLATE_PAUSED && h.untilMillis() == 0);
            parked.add(taken.held().size());
        }
        assertThat(parked).containsExactly(512, 512, 176);
        assertThat(taken.nextAtMillis()).isGreaterThan(rig.now);

        rig.template(PORTFOLIO, Entries.PROMO, Optional.of(TemplateStatus.APPROVED));
        assertThat(Entries.drain(rig, PORTFOLIO, SENDER, "one", 20_000).stream()
                        .mapToInt(t -> t.admitted().size())
                        .sum())
                .isEqualTo(1_200);
    }

    @Test
    void aPauseEndsByItselfAndTellsWhen() {
        long end = rig.now + 10_800_000;
        rig.pausedTemplate(PORTFOLIO, Entries.PROMO, end);
        List<Entry> all = Entries.promos(rig, SENDER, 1, 3);
        rig.enqueue(PORTFOLIO, all);
        Taken parked = take();
        assertThat(parked.held())
                .hasSize(3)
                .allMatch(h -> h.reason() == Reason.TEMPLATE_PAUSED && h.untilMillis() == end);
        assertThat(parked.nextAtMillis()).isEqualTo(end);
        assertThat(take().nextAtMillis()).isEqualTo(end);
        rig.now = end - 1;
        assertThat(take().admitted()).isEmpty();

        rig.now = end;

        assertThat(ids(take())).containsExactlyElementsOf(all);
    }

    @Test
    void holdsMarketingOnlyWhereMarketingIsSuppressed() {
        long end = rig.now + Rig.DAY;
        rig.suppress(PORTFOLIO, new PersonId(1), 'm', end);
        Entry promo = Entries.promo(rig, SENDER, 1);
        Entry second = Entries.promo(rig, SENDER, 1);
        Entry toAnother = Entries.promo(rig, SENDER, 2);
        Entry utility = Entries.of(rig, SENDER, 1, Category.UTILITY, Entries.OTHER);
        rig.enqueue(PORTFOLIO, List.of(promo, second, toAnother, utility));

        Taken taken = take();

        assertThat(taken.held())
                .extracting(Taken.Held::entry, Taken.Held::reason, Taken.Held::untilMillis)
                .containsExactly(
                        tuple(promo, Reason.MARKETING_LIMITED, end), tuple(second, Reason.MARKETING_LIMITED, end));
        assertThat(ids(taken)).containsExactlyInAnyOrder(utility, toAnother);
        taken.admitted().forEach(one -> rig.settle(PORTFOLIO, SENDER, "one", List.of(Settlement.sent(one.entry()))));
        rig.now = end - 1;
        assertThat(take().admitted()).isEmpty();
        rig.now = end;
        assertThat(ids(take())).containsExactly(promo);
        rig.settle(PORTFOLIO, SENDER, "one", List.of(Settlement.sent(promo)));
        rig.now += 7_000;
        assertThat(ids(take())).containsExactly(second);
    }

    @Test
    void holdsEverythingForOneWhoCannotBeReached() {
        long end = rig.now + Rig.DAY;
        rig.suppress(PORTFOLIO, new PersonId(1), 'r', end);
        rig.suppress(PORTFOLIO, new PersonId(1), 'm', end - 1);
        rig.openWindow(PORTFOLIO, SENDER, new PersonId(1), rig.now + Rig.DAY);
        List<Entry> all =
                List.of(Entries.promo(rig, SENDER, 1), Entries.of(rig, SENDER, 1, Category.UTILITY, Entries.OTHER));
        rig.enqueue(PORTFOLIO, all);
        Taken taken = take();

        assertThat(taken.admitted()).isEmpty();
        assertThat(taken.held())
                .hasSize(2)
                .allMatch(h -> h.reason() == Reason.RECIPIENT_SUPPRESSED && h.untilMillis() == end);
        assertThat(taken.nextAtMillis()).isEqualTo(end);
    }

    @Test
    void sharesTheNumberBetweenTheLanes() {
        rig.know(PORTFOLIO, SENDER, 1_000, -1);
        rig.openWindow(PORTFOLIO, SENDER, new PersonId(1), rig.now + Rig.DAY);
        List<Entry> all = new ArrayList<>();
        for (int person = 1; person <= 400; person++) {
            all.add(Entries.of(rig, SENDER, person, Category.UTILITY, Entries.OTHER));
            all.add(Entries.promo(rig, SENDER, 1_000 + person));
        }
        Entries.enqueueAll(rig, PORTFOLIO, all);
        List<Entry> first = ids(take());
        // Service has nothing: its half goes to the others by rank; marketing keeps its two of ten.
        assertThat(first.stream()
                        .filter(e -> e.category() == Category.MARKETING)
                        .count())
                .isBetween((long) (first.size() * 0.18), (long) (first.size() * 0.22 + 1));
    }

    private Taken take() {
        return rig.take(PORTFOLIO, SENDER, "one", 512);
    }

    private static List<Entry> ids(Taken taken) {
        return taken.admitted().stream().map(Taken.Admitted::entry).toList();
    }
}
