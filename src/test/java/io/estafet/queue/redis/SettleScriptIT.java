package io.estafet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.estafet.queue.Settlement.Charge;
import io.estafet.queue.Settlement.Kind;
import io.estafet.queue.redis.SettleScript.Settled;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code queue/settle.lua} by itself: who settles, and where messages go; charges are {@link SettleChargesIT}'s. */
class SettleScriptIT extends SettleScriptTestBase {

    private static final long LATER = NOW + 700;

    /** With and without one that waits behind the person in the same category. */
    @ParameterizedTest
    @CsvSource({
        "DONE, false, '', -1",
        "DONE, true, '', 0",
        "RETRY, false, behind expires entry, 700",
        "RETRY, true, behind expires entry, 0",
        "HOLD, false, held expires entry, 700",
        "HOLD, true, held expires entry, 0",
        "BACK, false, lane expires entry, 0",
        "BACK, true, behind expires entry, 0",
    })
    void eachWayOutOfALeaseLeadsToItsPlace(Kind kind, boolean another, String place, long mayGo) {
        Entry entry = entry(1, 7, Category.MARKETING, LATER);
        Entry next = marketing(2, 7);
        taken(entry, "+one");
        if (another) {
            waitsBehind(next);
        }

        assertThat(settle(settlement(entry, kind))).isEqualTo(new Settled(1, mayGo));

        assertThat(place(entry)).isEqualTo(place);
        assertThat(score(KEYS.busy(SENDER), 7)).isEmpty();
        long lineAt = another ? NOW : LATER;
        assertThat(score(KEYS.due(SENDER), line(entry)).orElse(lineAt)).isEqualTo(lineAt);
        assertThat(score(KEYS.due(SENDER), line(entry)).isPresent()).isEqualTo(another || kind == Kind.RETRY);
        assertThat(score(KEYS.held(SENDER), entry.id()).orElse(LATER)).isEqualTo(LATER);
        if (kind != Kind.DONE) {
            assertThat(field(KEYS.entry(), entry.id())).hasValue("1|" + entry.pack());
            assertThat(score(KEYS.expires(SENDER), entry.id())).hasValue(EXPIRES);
        }
    }

    @Test
    void aFreedPersonWakesTheLinesOfEveryCategoryAndOfNobodyElse() {
        Entry done = marketing(1, 7);
        taken(done, "+one");
        for (Category category : Category.values()) {
            waitsBehind(entry(10 + category.rank(), 7, category, 0));
            waitsBehind(entry(20 + category.rank(), 77, category, 0));
        }

        settle(Settlement.done(done, false));

        for (Category category : Category.values()) {
            assertThat(score(KEYS.due(SENDER), "7:" + category.rank())).hasValue(NOW);
            assertThat(score(KEYS.due(SENDER), "77:" + category.rank())).hasValue(LEASE_ENDS);
        }
    }

    /** A withdrawal before it says that its line is due, and nobody could go then. */
    @Test
    void aLineThatIsOverdueIsToldWhenItsPersonIsFree() {
        Entry done = marketing(1, 7);
        taken(done, "+one");
        waitsBehind(marketing(2, 7));
        send(Command.ZADD, KEYS.due(SENDER), "0", line(done));

        assertThat(settle(Settlement.done(done, false))).isEqualTo(new Settled(1, 0));

        assertThat(score(KEYS.due(SENDER), line(done))).hasValue(0L);
    }

    @Test
    void aRetryBehindTheHeadOfItsLineDoesNotDelayIt() {
        Entry retry = entry(2, 7, Category.MARKETING, NOW + 60_000);
        taken(retry, "-one");
        waitsBehind(marketing(1, 7));
        send(Command.ZADD, KEYS.due(SENDER), "" + (NOW + 300), line(retry));

        settle(settlement(retry, Kind.RETRY));

        assertThat(score(KEYS.due(SENDER), line(retry))).hasValue(NOW + 300);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aLeaseOfAnotherOwnerStays(Kind kind) {
        Entry entry = entry(1, 7, Category.MARKETING, LATER);
        charge(entry, NOW - 5);
        for (String holder : List.of("+two", "-two", "+journal", "one", "+one2")) {
            taken(entry, holder);
            assertUntouched(new Settlement(entry, kind, Charge.GIVEN_BACK, LATER));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aMessageThatWaitsStays(Kind kind) {
        Entry entry = marketing(1, 7);
        charge(entry, NOW - 5);
        waitsBehind(entry);
        assertUntouched(new Settlement(entry, kind, Charge.GIVEN_BACK, LATER));
    }

    /** Another one may be under way to this person. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void oneThatEndedWithoutARequestFreesNobody(Kind kind) {
        Entry ended = entry(1, 7, Category.MARKETING, LATER);
        Entry underWay = entry(2, 7, Category.UTILITY, 0);
        taken(ended, "-one");
        taken(underWay, "+two");
        waitsBehind(entry(3, 7, Category.UTILITY, 0));

        assertThat(settle(settlement(ended, kind)).leases()).isOne();

        assertThat(score(KEYS.busy(SENDER), 7)).hasValue(LEASE_ENDS);
        assertThat(score(KEYS.due(SENDER), line(underWay))).hasValue(LEASE_ENDS);
        assertThat(place(underWay)).isEqualTo("taken owned entry");
    }

    @ParameterizedTest
    @CsvSource({
        "DONE, ''",
        "RETRY, behind expires entry",
        "HOLD, held expires entry",
        "BACK, lane expires entry",
    })
    void oneWithoutEntryIsPutBackAtTheEndWhoeverHasItsLease(Kind kind, String place) {
        Entry entry = entry(1, 7, Category.MARKETING, LATER);
        taken(entry, "+two");
        send(Command.HDEL, KEYS.entry(), "" + entry.id());
        assertThat(settle(settlement(entry, kind)).leases()).isOne();

        assertThat(score(KEYS.busy(SENDER), 7)).as("not ours to free").hasValue(LEASE_ENDS);
        assertThat(place(entry)).isEqualTo(place);
        if (kind != Kind.DONE) {
            assertThat(field(KEYS.entry(), entry.id()))
                    .hasValue(text(KEYS.seq()).orElseThrow() + "|" + entry.pack());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "0, false", "-1, false"})
    void anUnansweredRequestKeepsItsPersonBusyUntilItsDeadline(long deadline, boolean busy) {
        Entry entry = marketing(1, 7);
        taken(entry, "+one");
        waitsBehind(marketing(2, 7));

        Settled settled = settle(Settlement.doneUnknown(entry, NOW + deadline));

        assertThat(settled).isEqualTo(new Settled(1, busy ? -1 : 0));
        assertThat(score(KEYS.busy(SENDER), 7).isPresent()).isEqualTo(busy);
        assertThat(score(KEYS.due(SENDER), line(entry))).hasValue(busy ? LEASE_ENDS : NOW);
    }

    /** Whatever the order: a request may be under way until the deadline. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnansweredRequestKeepsItsPersonBusyThoughAnotherOfTheSameCallFreesIt(boolean unknownFirst) {
        Entry unknown = marketing(1, 7);
        Entry done = entry(2, 7, Category.UTILITY, 0);
        taken(unknown, "+one");
        taken(done, "+one");
        Settlement keeps = Settlement.doneUnknown(unknown, LATER);
        Settlement frees = Settlement.done(done, false);

        assertThat(settle(unknownFirst ? List.of(keeps, frees) : List.of(frees, keeps))
                        .leases())
                .isEqualTo(2);

        assertThat(score(KEYS.busy(SENDER), 7)).hasValue(LATER);
    }

    /** Its own lease may be shortened; what another one does to the person may not. */
    @ParameterizedTest
    @CsvSource({"true, 700", "false, 15000"})
    void aDeadlineShortensOnlyWhatIsItsOwn(boolean own, long busy) {
        Entry entry = marketing(1, 7);
        taken(entry, "+one");
        if (!own) {
            send(Command.HDEL, KEYS.entry(), "" + entry.id());
            send(Command.HDEL, KEYS.owner(SENDER), "" + entry.id());
        }

        settle(Settlement.doneUnknown(entry, LATER));

        assertThat(score(KEYS.busy(SENDER), 7)).hasValue(NOW + busy);
    }

    @Test
    void thoseThatGoBackStandBeforeTheLaneInTheirOldOrder() {
        List<Entry> back =
                IntStream.rangeClosed(1, 3).mapToObj(n -> marketing(n, n)).toList();
        back.forEach(entry -> taken(entry, "+one"));
        send(Command.RPUSH, lane(back.get(0)), "" + id(9));

        settle(back.stream().map(entry -> settlement(entry, Kind.BACK)).toList());

        assertThat(list(lane(back.get(0)))).containsExactly("" + id(1), "" + id(2), "" + id(3), "" + id(9));
    }

    @Test
    void twoOfOneLineGoBackInTheirOldOrderWhenOneIsTriedAgain() {
        Entry retry = entry(1, 7, Category.MARKETING, LATER);
        Entry back = marketing(2, 7);
        taken(retry, "+one");
        taken(back, "-one");

        settle(List.of(settlement(back, Kind.BACK), settlement(retry, Kind.RETRY)));

        assertThat(place(back)).isEqualTo("behind expires entry");
        assertThat(score(KEYS.due(SENDER), line(back))).hasValue(NOW);
        assertThat(send(Command.ZRANGEBYLEX, KEYS.behind(SENDER), "[7:3:", "(7:3;").stream()
                        .map(Object::toString))
                .containsExactly(behind(retry), behind(back));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRepeatedCallChangesNothing(Kind kind) {
        Entry entry = entry(1, 7, Category.MARKETING, LATER);
        taken(entry, "+one");
        charge(entry, NOW - 5);
        Settlement settlement = new Settlement(entry, kind, Charge.GIVEN_BACK, 0);
        settle(settlement);
        if (kind == Kind.DONE) {
            var before = everything();
            // One without entry has no lease that could be another's: it is ended again, which changes nothing.
            assertThat(settle(settlement)).isEqualTo(new Settled(1, -1));
            assertThat(everything()).isEqualTo(before);
        } else {
            assertUntouched(settlement);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anIdTwiceInOneCallIsSettledOnce(Kind kind) {
        Entry entry = marketing(1, 7);
        for (boolean known : new boolean[] {true, false}) {
            emptyRedis();
            taken(entry, "+one");
            if (!known) {
                send(Command.HDEL, KEYS.entry(), "" + entry.id());
            }
            Settlement settlement = settlement(entry, kind);
            assertThat(settle(List.of(settlement, settlement)).leases()).isOne();
            assertThat(list(lane(entry))).hasSize(kind == Kind.BACK ? 1 : 0);
        }
    }

    @Test
    void callersAtOnceEndEachLeaseOnce() {
        List<Settlement> all = new ArrayList<>();
        for (int n = 1; n <= 40; n++) {
            Entry entry = marketing(n, n);
            taken(entry, "+one");
            all.add(settlement(entry, Kind.BACK));
        }

        List<Settled> settled = atOnce(8, () -> run("one", all));

        assertThat(settled.stream().mapToInt(Settled::leases).sum()).isEqualTo(40);
        assertThat(list(lane(marketing(1, 1)))).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void nothingToSettleIsNothing() {
        assertThat(settle(List.of())).isEqualTo(new Settled(0, -1));
    }
}
