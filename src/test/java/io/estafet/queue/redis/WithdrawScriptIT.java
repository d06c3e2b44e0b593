package io.estafet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.queue.Entry;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code queue/withdraw.lua} by itself. */
class WithdrawScriptIT extends QueueScriptTestBase {

    private static final Script WITHDRAW = frozen("queue/withdraw");

    @ParameterizedTest
    @ValueSource(strings = {"lane", "behind", "held", "parked", "line", "daily"})
    void forgetsAMessageWhereverItStands(String where) {
        Entry entry = marketing(1, 7);
        Entry neighbour = marketing(2, 7);
        stands(entry, where);
        stands(neighbour, where);
        String before = place(neighbour);

        assertThat(withdrawn(entry)).containsExactly(entry.id());

        // Its lane's list forgets it when its turn comes.
        assertThat(place(entry)).isEqualTo(where.equals("lane") ? "lane" : "");
        assertThat(place(neighbour)).isEqualTo(before).endsWith("expires entry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+one", "-one", "+journal"})
    void oneThatIsTakenStaysAndIsNotNamed(String holder) {
        Entry taken = marketing(1, 7);
        Entry waits = marketing(2, 7);
        taken(taken, holder);
        stands(waits, "held");

        assertThat(withdrawn(taken, waits)).containsExactly(waits.id());

        assertThat(place(taken)).isEqualTo("taken owned entry");
    }

    @Test
    void namesOneThatIsNotThere() {
        Entry unknown = marketing(1, 7);
        stands(marketing(2, 7), "held");
        var before = everything();

        assertThat(withdrawn(unknown)).containsExactly(unknown.id());

        assertThat(everything()).isEqualTo(before);
    }

    /** Those behind it may have waited for its time only; a line that was not looked at is not made. */
    @Test
    void itsPersonsLineIsLookedAtAtOnceAndNoOther() {
        Entry head = marketing(1, 7);
        Entry other = marketing(2, 77);
        stands(head, "behind");
        stands(marketing(3, 7), "behind");
        stands(other, "behind");
        stands(marketing(4, 8), "held");

        withdrawn(head, marketing(4, 8));

        assertThat(score(KEYS.due(SENDER), line(head))).hasValue(0L);
        assertThat(score(KEYS.due(SENDER), line(other))).hasValue(LEASE_ENDS);
        assertThat(score(KEYS.due(SENDER), "8:3")).isEmpty();
    }

    @Test
    void aRepeatedCallNamesThemAgainAndChangesNothing() {
        Entry entry = marketing(1, 7);
        stands(entry, "behind");
        withdrawn(entry);
        var before = everything();

        assertThat(withdrawn(entry, entry)).containsExactly(entry.id());

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void callersAtOnceAreAllToldThatTheyAreGone() {
        Entry[] all =
                IntStream.rangeClosed(1, 40).mapToObj(n -> marketing(n, n)).toArray(Entry[]::new);
        Arrays.stream(all).forEach(entry -> stands(entry, "line"));
        taken(marketing(41, 41), "+one");
        Entry[] asked = Arrays.copyOf(all, 41);
        asked[40] = marketing(41, 41);

        List<Set<MessageId>> gone = atOnce(8, () -> run(asked));

        assertThat(gone).allSatisfy(ids -> assertThat(ids).hasSize(40).doesNotContain(asked[40].id()));
        assertThat(all).allSatisfy(entry -> assertThat(place(entry)).isEmpty());
    }

    @Test
    void makesRoomInAFullRedis() {
        List<String> wheres = List.of("behind", "held", "parked", "line", "daily");
        Entry[] all =
                IntStream.range(0, 5).mapToObj(n -> marketing(n + 1, n + 1)).toArray(Entry[]::new);
        IntStream.range(0, 5).forEach(n -> stands(all[n], wheres.get(n)));

        withoutMemory(() -> assertThat(withdrawn(all)).hasSize(5));

        assertThat(all).allSatisfy(entry -> assertThat(place(entry)).isEmpty());
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        List<String> keys = new ArrayList<>(List.of(KEYS.entry(), KEYS.inflight(SENDER), KEYS.expires(SENDER)));
        keys.addAll(List.of(KEYS.behind(SENDER), KEYS.held(SENDER), KEYS.parked(SENDER), KEYS.due(SENDER)));
        keys.addAll(List.of(KEYS.line(), KEYS.line(SENDER), KEYS.dailyLine(SENDER)));
        Entry behind = marketing(1, 7);
        Entry line = entry(2, 7, Category.UTILITY, 0);
        Runnable given = () -> {
            stands(behind, "behind");
            stands(line, "line");
        };
        assertOtherTypesChangeNothing(keys, given, () -> run(behind, line));
    }

    /** Waits there, as the take script leaves it. */
    static void stands(Entry entry, String where) {
        String id = entry.id().toString();
        send(Command.HSET, KEYS.entry(), id, seq(entry) + "|" + entry.pack());
        send(Command.ZADD, KEYS.expires(SENDER), "" + EXPIRES, id);
        switch (where) {
            case "lane" -> send(Command.RPUSH, lane(entry), id);
            case "behind" -> waitsBehind(entry);
            case "held" -> send(Command.ZADD, KEYS.held(SENDER), "" + NOW, id);
            case "parked" -> send(Command.ZADD, KEYS.parked(SENDER), "0", parked(entry));
            case "daily" -> send(Command.ZADD, KEYS.dailyLine(SENDER), "1", id);
            default -> {
                send(Command.ZADD, KEYS.line(), "1", id);
                send(Command.ZADD, KEYS.line(SENDER), "1", id);
            }
        }
    }

    private static Set<MessageId> withdrawn(Entry... entries) {
        return await(run(entries));
    }

    private static Uni<Set<MessageId>> run(Entry... entries) {
        List<MessageId> ids = Arrays.stream(entries).map(Entry::id).toList();
        return new WithdrawScript(redis, WITHDRAW).run(PORTFOLIO, SENDER, ids);
    }
}
