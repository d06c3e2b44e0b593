package io.estafet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.estafet.queue.Entry;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code queue/release.lua} by itself. */
class ReleaseScriptIT extends QueueScriptTestBase {

    private static final Script RELEASE = Script.load("queue/release");

    @ParameterizedTest
    @ValueSource(strings = {"line", "daily"})
    void goesFromALineToTheEndOfItsLaneAsItIs(String where) {
        Entry first = marketing(1, 6);
        Entry entry = marketing(2, 7);
        Entry neighbour = marketing(3, 8);
        waits(first, "lane");
        waits(entry, where);
        waits(neighbour, where);
        String stood = place(neighbour);
        var packed = field(KEYS.entry(), entry.id());

        assertThat(released(entry)).isEqualTo(1);

        assertThat(list(lane(entry)))
                .containsExactly(first.id().toString(), entry.id().toString());
        assertThat(field(KEYS.sender(SENDER), "lane:3")).hasValue("2");
        assertThat(place(entry)).isEqualTo("lane expires entry");
        assertThat(place(neighbour)).isEqualTo(stood);
        assertThat(field(KEYS.entry(), entry.id())).isEqualTo(packed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lane", "behind", "held", "parked"})
    void oneThatStandsElsewhereStaysThere(String where) {
        Entry entry = marketing(1, 7);
        waits(entry, where);
        var before = everything();

        assertThat(released(entry, marketing(2, 7))).isZero();

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void oneThatIsTakenStaysTaken() {
        Entry entry = marketing(1, 7);
        taken(entry, "+one");
        var before = everything();

        assertThat(released(entry)).isZero();

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void callersAtOnceLetEachGoOnce() {
        Entry[] all =
                IntStream.rangeClosed(1, 40).mapToObj(n -> marketing(n, n)).toArray(Entry[]::new);
        Arrays.stream(all).forEach(entry -> waits(entry, "line"));

        List<Integer> counts = atOnce(8, () -> run(all));

        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
        assertThat(list(lane(all[0]))).hasSize(40);
    }

    @Test
    void letsGoInAFullRedis() {
        Entry entry = marketing(1, 7);
        waits(entry, "line");

        withoutMemory(() -> assertThat(released(entry)).isEqualTo(1));

        assertThat(place(entry)).isEqualTo("lane expires entry");
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        List<String> keys = new ArrayList<>(List.of(KEYS.entry(), KEYS.inflight(SENDER), KEYS.sender(SENDER)));
        keys.addAll(List.of(KEYS.line(), KEYS.line(SENDER), KEYS.dailyLine(SENDER)));
        for (Category category : Category.values()) {
            keys.add(KEYS.lane(SENDER, category));
        }
        Entry entry = marketing(1, 7);
        Entry daily = entry(2, 7, Category.UTILITY, 0);
        Runnable given = () -> {
            waits(entry, "line");
            waits(daily, "daily");
        };
        assertOtherTypesChangeNothing(keys, given, () -> run(entry, daily));
    }

    private static void waits(Entry entry, String where) {
        WithdrawScriptIT.stands(entry, where);
        if (where.equals("lane")) {
            send(Command.HINCRBY, KEYS.sender(SENDER), "lane:3", "1");
        }
    }

    private static int released(Entry... entries) {
        return await(run(entries));
    }

    private static Uni<Integer> run(Entry... entries) {
        return new ReleaseScript(redis, RELEASE)
                .run(PORTFOLIO, SENDER, Arrays.stream(entries).map(Entry::id).toList());
    }
}
