package io.estafet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.estafet.queue.Entry;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code queue/enqueue.lua} by itself. */
class EnqueueScriptIT extends QueueScriptTestBase {

    private static final Script ENQUEUE = frozen("queue/enqueue");

    @ParameterizedTest
    @EnumSource(Category.class)
    void standsAtTheEndOfItsLane(Category category) {
        Entry first = entry(1, 1, category, 0);
        Entry second = entry(2, 2, category, NOW);

        assertThat(await(enqueue(first, second))).isEqualTo(2);

        assertThat(list(lane(first))).containsExactly("" + first.id(), "" + second.id());
        assertThat(place(second)).isEqualTo("lane expires entry");
        assertThat(score(KEYS.expires(SENDER), first.id())).hasValue(EXPIRES);
        assertThat(field(KEYS.entry(), second.id())).hasValue(text(KEYS.seq()).orElseThrow() + "|" + second.pack());
    }

    @Test
    void isAsideUntilItsTime() {
        Entry later = entry(1, 1, Category.UTILITY, NOW + 1);

        assertThat(await(enqueue(later))).isOne();

        assertThat(place(later)).isEqualTo("held expires entry");
        assertThat(score(KEYS.held(SENDER), later.id())).hasValue(NOW + 1);
    }

    /** The person's other request ends later or earlier than this one's lease: the later counts. */
    @ParameterizedTest
    @CsvSource({"0, 5000", "4999, 5000", "5001, 5001"})
    void oneThatMayBeUnderWayIsTakenAndKeepsItsPersonBusy(long before, long after) {
        Entry entry = marketing(1, 7);
        if (before > 0) {
            send(Command.ZADD, KEYS.busy(SENDER), "" + (NOW + before), "7");
        }

        assertThat(await(run(List.of(entry), List.of(NOW + 5_000)))).isOne();

        assertThat(place(entry)).isEqualTo("taken owned entry");
        assertThat(score(KEYS.inflight(SENDER), entry.id())).hasValue(NOW + 5_000);
        assertThat(field(KEYS.owner(SENDER), entry.id())).hasValue("+journal");
        assertThat(score(KEYS.busy(SENDER), 7)).hasValue(NOW + after);
    }

    @Test
    void anIdThatHasAnEntryStaysAsItIs() {
        Entry waits = marketing(1, 1);
        Entry taken = marketing(2, 2);
        await(run(List.of(waits, taken), List.of(0L, LEASE_ENDS)));
        var before = everything();

        assertThat(await(run(List.of(waits, taken), List.of(LEASE_ENDS, 0L)))).isZero();
        assertThat(await(enqueue(entry(1, 9, Category.UTILITY, NOW + 1)))).isZero();

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void anIdTwiceInOneCallIsOneMessage() {
        Entry entry = marketing(1, 1);
        assertThat(await(enqueue(entry, entry))).isOne();
        assertThat(list(lane(entry))).containsExactly("" + entry.id());
    }

    @Test
    void callersAtOnceEnqueueEachMessageOnce() {
        Entry[] all =
                IntStream.rangeClosed(1, 50).mapToObj(n -> marketing(n, n)).toArray(Entry[]::new);

        List<Integer> placed = atOnce(8, () -> enqueue(all));

        assertThat(placed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(50);
        assertThat(list(lane(all[0]))).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void aFullRedisRefusesAllOfTheCall() {
        await(enqueue(marketing(1, 1)));
        assertRefusedWithoutMemory(() -> enqueue(marketing(2, 2), marketing(3, 3)));
        assertRefusedWithoutMemory(() -> run(List.of(marketing(2, 2)), List.of(LEASE_ENDS)));
        assertThat(await(enqueue(marketing(2, 2)))).isOne();
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        List<String> keys = new ArrayList<>(List.of(KEYS.entry(), KEYS.seq(), KEYS.held(SENDER), KEYS.expires(SENDER)));
        keys.addAll(List.of(KEYS.inflight(SENDER), KEYS.owner(SENDER), KEYS.busy(SENDER)));
        for (Category category : Category.values()) {
            keys.add(KEYS.lane(SENDER, category));
        }
        List<Entry> entries = List.of(marketing(3, 3), marketing(2, 2), entry(4, 4, Category.SERVICE, NOW + 1));
        assertOtherTypesChangeNothing(
                keys, () -> await(enqueue(marketing(1, 1))), () -> run(entries, List.of(0L, LEASE_ENDS, 0L)));
    }

    private static Uni<Integer> enqueue(Entry... entries) {
        return run(List.of(entries), Collections.nCopies(entries.length, 0L));
    }

    private static Uni<Integer> run(List<Entry> entries, List<Long> leases) {
        return new EnqueueScript(redis, ENQUEUE).run(PORTFOLIO, SENDER, 0, entries, leases);
    }
}
