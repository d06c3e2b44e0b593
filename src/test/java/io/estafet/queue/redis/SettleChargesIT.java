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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code queue/settle.lua} by itself: charges, large batches, a full Redis, keys of another type. */
class SettleChargesIT extends SettleScriptTestBase {

    private static final String OTHER = "other";

    /** By the ordinal of the way out. */
    private static final List<String> PLACES =
            List.of("", "behind expires entry", "held expires entry", "lane expires entry");

    /**
     * Mine is given back where another charge of the person, before or after it, is by this number or another one; at
     * which time the person counts for the portfolio, and for the number. No other: neither.
     */
    @ParameterizedTest
    @CsvSource({
        ",,,",
        "-9, s, -9, -9",
        "-1, s, -1, -1",
        "-9, other, -9,",
        "-1, other, -1,",
        "-86399999, s, -86399999, -86399999",
        "-86400000, s,,",
    })
    void aRefundLeavesWhatOthersAreCountedFor(Long at, String sender, Long portfolio, Long number) {
        Entry mine = marketing(1, 7);
        Entry another = marketing(2, 7);
        taken(mine, "+one");
        charge(mine, NOW - 5);
        if (at != null) {
            charge(another, NOW + at, sender);
        }

        settle(Settlement.done(mine, true));

        assertCounted(portfolio, number);
        assertThat(field(KEYS.charges(), 7).orElse(null))
                .isEqualTo(portfolio == null ? null : charged(another, NOW + at, sender));
    }

    @Test
    void aRefundWithoutAChargeChangesNobodysCount() {
        Entry mine = marketing(1, 7);
        taken(mine, "+one");
        charge(marketing(2, 7), NOW - 5);
        send(Command.ZADD, KEYS.limit(), "" + (NOW - 4), "7");

        settle(Settlement.done(mine, true));

        assertThat(field(KEYS.charges(), 7)).hasValue(charged(marketing(2, 7), NOW - 5, "s"));
        assertCounted(-4L, -5L);
    }

    /** When it was charged, and counts then: no charge after the moving day; not moved back when the clock was. */
    @ParameterizedTest
    @CsvSource({"30, 30", "0, 0", "-5, 0", "-86399999, 0", "-86400000, -86400000"})
    void whatWasSentCountsFromNow(long charged, long counts) {
        Entry mine = marketing(1, 7);
        taken(mine, "+one");
        charge(mine, NOW + charged);

        settle(Settlement.sent(mine));

        assertCounted(counts, counts);
        assertThat(field(KEYS.charges(), 7)).hasValue(charged(mine, NOW + counts, "s"));
    }

    @Test
    void whatWasSentWithoutAChargeCountsForNobody() {
        Entry mine = marketing(1, 7);
        taken(mine, "+one");

        settle(Settlement.sent(mine));

        assertCounted(null, null);
        assertThat(field(KEYS.charges(), 7)).isEmpty();
    }

    @Test
    void aCountNeverMovesBack() {
        Entry mine = marketing(1, 7);
        taken(mine, "+one");
        charge(mine, NOW - 5);
        charge(marketing(2, 7), NOW + 3, OTHER);

        settle(Settlement.sent(mine));

        assertCounted(3L, 0L);
    }

    /** Ids are no patterns: only the message's own charge moves or goes, between others that look like it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void idsAreTakenAsTheyAre(boolean refund) {
        for (int n = 1; n <= 3; n++) {
            charge(marketing(n, 7), NOW - 10 * n);
        }
        Entry mine = marketing(2, 7);
        taken(mine, "+one");

        settle(refund ? Settlement.done(mine, true) : Settlement.sent(mine));

        String own = refund ? "" : charged(mine, NOW, "s");
        assertThat(field(KEYS.charges(), 7))
                .hasValue(charged(marketing(1, 7), NOW - 10, "s") + own + charged(marketing(3, 7), NOW - 30, "s"));
        long counts = refund ? -10 : 0;
        assertCounted(counts, counts);
    }

    /** One person, two messages, one call: one is given back, one counts; also after a clock was set back. */
    @ParameterizedTest
    @CsvSource({"true, -5, 0", "false, -5, 0", "true, 30, 30", "false, 30, 30"})
    void aRefundAndACountOfOnePersonBothHold(boolean refundFirst, long charged, long counts) {
        Entry back = marketing(1, 7);
        Entry sent = entry(2, 7, Category.UTILITY, 0);
        charge(back, NOW + 50);
        charge(sent, NOW + charged);
        taken(back, "+one");
        taken(sent, "+one");
        List<Settlement> both = new ArrayList<>(List.of(Settlement.done(back, true), Settlement.sent(sent)));
        if (!refundFirst) {
            Collections.reverse(both);
        }

        assertThat(settle(both).leases()).isEqualTo(2);

        assertThat(field(KEYS.charges(), 7)).hasValue(charged(sent, NOW + counts, "s"));
        assertCounted(counts, counts);
    }

    @Test
    void twoRefundsOfOnePersonGiveBackBoth() {
        for (int n = 1; n <= 2; n++) {
            charge(marketing(n, 7), NOW - n);
            taken(marketing(n, 7), "+one");
        }

        settle(List.of(Settlement.done(marketing(1, 7), true), Settlement.done(marketing(2, 7), true)));

        assertCounted(null, null);
        assertThat(field(KEYS.charges(), 7)).isEmpty();
    }

    /** More than fit into one call of Redis from Lua. */
    @ParameterizedTest
    @CsvSource({"DONE, 1801", "BACK, 1101"})
    void settlesLargeBatches(Kind kind, int many) {
        List<Settlement> all = new ArrayList<>();
        for (int n = 1; n <= many; n++) {
            Entry entry = marketing(n, n);
            taken(entry, "+one");
            charge(entry, NOW - 5);
            charge(entry(many + n, n, Category.UTILITY, 0), NOW - 9);
            waitsBehind(entry(2 * many + n, n, Category.UTILITY, 0));
            all.add(new Settlement(entry, kind, Charge.values()[n % 3], n % 2 == 0 ? NOW + n : 0));
        }

        assertThat(settle(all)).isEqualTo(new Settled(many, 0));

        // Where one call ends and the next begins, and both ends.
        for (int n : new int[] {1, 2, 3, 1_000, 1_001, many - 1_001, many - 1_000, many - 999, many - 1, many}) {
            assertSettled(n, kind);
        }
        assertThat(score(KEYS.inflight(SENDER), id(500))).isEmpty();
        assertThat(list(lane(marketing(1, 1))))
                .isEqualTo(
                        kind == Kind.DONE
                                ? List.of()
                                : IntStream.rangeClosed(1, many)
                                        .mapToObj(n -> "" + id(n))
                                        .toList());
    }

    private static void assertSettled(int n, Kind kind) {
        boolean unknown = kind == Kind.DONE && n % 2 == 0;
        long counted = List.of(NOW - 5, NOW - 9, NOW).get(n % 3);
        assertThat(place(marketing(n, n))).isEqualTo(PLACES.get(kind.ordinal()));
        assertThat(score(KEYS.busy(SENDER), n)).isEqualTo(unknown ? Optional.of(NOW + n) : Optional.empty());
        assertThat(score(KEYS.due(SENDER), n + ":" + Category.UTILITY.rank())).hasValue(unknown ? LEASE_ENDS : NOW);
        assertThat(score(KEYS.limit(), n)).hasValue(counted);
        assertThat(score(KEYS.limit(SENDER), n)).hasValue(counted);
    }

    @Test
    void drainsAFullRedis() {
        List<Settlement> all = new ArrayList<>();
        for (int n = 1; n <= 12; n++) {
            Entry entry = entry(n, n, Category.MARKETING, NOW + 10);
            taken(entry, "+one");
            charge(entry, NOW - 5);
            waitsBehind(entry(20 + n, n, Category.UTILITY, 0));
            all.add(new Settlement(entry, Kind.values()[n % 4], Charge.values()[n % 3], n <= 6 ? NOW + 9 : 0));
        }

        withoutMemory(() -> assertThat(settle(all)).isEqualTo(new Settled(12, 0)));

        for (int n = 1; n <= 12; n++) {
            assertThat(place(marketing(n, n))).isEqualTo(PLACES.get(n % 4));
        }
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        List<String> keys = new ArrayList<>(List.of(KEYS.inflight(SENDER), KEYS.owner(SENDER), KEYS.entry()));
        keys.addAll(List.of(KEYS.seq(), KEYS.expires(SENDER), KEYS.busy(SENDER), KEYS.due(SENDER)));
        keys.addAll(List.of(KEYS.behind(SENDER), KEYS.held(SENDER), KEYS.limit(), KEYS.limit(SENDER), KEYS.charges()));
        for (Category category : Category.values()) {
            keys.add(KEYS.lane(SENDER, category));
        }
        List<Settlement> all = IntStream.range(0, 4)
                .mapToObj(n -> new Settlement(marketing(n + 1, n + 1), Kind.values()[n], Charge.GIVEN_BACK, 0))
                .toList();
        Runnable given = () -> all.forEach(settlement -> {
            taken(settlement.entry(), "+one");
            charge(settlement.entry(), NOW - 5);
        });
        assertOtherTypesChangeNothing(keys, given, () -> run("one", all));
    }

    /** Relative to {@link #NOW}; null for not at all. */
    private static void assertCounted(Long portfolio, Long number) {
        assertThat(score(KEYS.limit(), 7).map(at -> at - NOW).orElse(null)).isEqualTo(portfolio);
        assertThat(score(KEYS.limit(SENDER), 7).map(at -> at - NOW).orElse(null))
                .isEqualTo(number);
    }
}
