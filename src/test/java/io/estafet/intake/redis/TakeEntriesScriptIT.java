package io.estafet.intake.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.redis.Keys;
import io.estafet.redis.Script;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code intake/take.lua} by itself: at most 40 bytes of an entry, 10 of a longer one, a lease of 500 ms. */
class TakeEntriesScriptIT extends ScriptTestBase {

    private static final Script TAKE = frozen("intake/take");
    private static final List<String> KEYS = List.of(Keys.INTAKE, Keys.INTAKE_TAKEN, Keys.INTAKE_LEASES);
    private static final List<String> ALL_KEYS =
            List.of(Keys.INTAKE, Keys.INTAKE_TAKEN, Keys.INTAKE_LEASES, Keys.INTAKE_PLACE);
    private static final int LONGEST = 40;
    private static final int KEPT = 10;
    private static final int MANY_BYTES = 1_000_000;
    private static final int UNREAD = 128 * 1024;

    @BeforeEach
    void countPlaces() {
        send(Command.SET, Keys.INTAKE_PLACE, "6");
    }

    @Test
    void anEmptyListGivesNothing() {
        assertThat(take("a", "b")).isEmpty();
        assertThat(send(Command.KEYS, "*").toString()).isEqualTo("[" + Keys.INTAKE_PLACE + "]");
    }

    @Test
    void givesEntriesInTheirOrderEachWithItsIdAndALease() {
        push("one", "two", "three");

        assertThat(take("a", "b")).containsExactly("a 3 one", "b 3 two");

        assertThat(list(Keys.INTAKE)).containsExactly("three");
        assertThat(field(Keys.INTAKE_TAKEN, "b")).hasValue("3:8|two");
        assertThat(score(Keys.INTAKE_LEASES, "b")).hasValue(NOW + 500);
        assertThat(take("c", "d")).containsExactly("c 5 three");
    }

    @Test
    void countsOnAboveEveryEarlierPlaceWhenTheCountWasLost() {
        send(Command.DEL, Keys.INTAKE_PLACE);
        push("one");
        assertThat(await(run(MANY_BYTES, "a")).get(1).toLong()).isEqualTo(NOW * 1_000 + 1);
        push("two");
        assertThat(await(run(MANY_BYTES, "b")).get(1).toLong()).isEqualTo(NOW * 1_000 + 2);
    }

    @Test
    void keepsTheBeginningOfOneThatIsTooLong() {
        push("x".repeat(LONGEST), "y".repeat(LONGEST + 1));

        assertThat(take("a", "b")).containsExactly("a 40 " + "x".repeat(LONGEST), "b 41 " + "y".repeat(KEPT));

        assertThat(field(Keys.INTAKE_TAKEN, "b")).hasValue("41:8|" + "y".repeat(KEPT));
    }

    /** At least one; then none once that many bytes were given, or read from one that is too long. */
    @ParameterizedTest
    @CsvSource({"1, 1", "10, 1", "11, 2", "20, 2", "21, 3"})
    void givesNoMoreThanFitsOneAnswer(int bytes, int entries) {
        push("0123456789", "0123456789", "0123456789");
        assertThat(given(await(run(bytes, "a", "b", "c")))).hasSize(entries);
    }

    @Test
    void theLengthOfOneThatIsTooLongCountsThoughItIsCut() {
        push("x".repeat(500), "next");
        assertThat(given(await(run(500, "a", "b")))).containsExactly("a 500 xxxxxxxxxx");
    }

    /** Its size is told without reading it, and its neighbours are taken by the same call. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void oneThatIsHugeIsDroppedUnread(int neighbours) {
        push("x".repeat(16 * 1024 * 1024));
        push(Collections.nCopies(neighbours, "0123456789").toArray(String[]::new));

        List<String> taken = take("a", "b");

        assertThat(taken.get(0)).matches("a [0-9]{6,8} ");
        assertThat(field(Keys.INTAKE_TAKEN, "a").orElseThrow()).matches("[0-9]{6,8}:[0-9]+\\|");
        assertThat(taken.subList(1, taken.size())).isEqualTo(neighbours == 0 ? List.of() : List.of("b 10 0123456789"));
        assertThat(send(Command.LLEN, Keys.INTAKE).toInteger()).isEqualTo(Math.max(0, neighbours - 1));
    }

    @Test
    void ordinaryEntriesOfAnySizeAreRead() {
        push("x".repeat(100_000), "y", "z".repeat(65_536));
        assertThat(take("a", "b", "c"))
                .containsExactly("a 100000 " + "x".repeat(KEPT), "b 1 y", "c 65536 " + "z".repeat(KEPT));
    }

    /** Their replica died, or gave them back: with their first ids, before new ones, in at most half of the places. */
    @Test
    void thoseThatAreDueAgainComeFirstAndTakeAtMostHalf() {
        push("new-1", "new-2", "new-3");
        for (int n = 1; n <= 4; n++) {
            taken("due-" + n, NOW - 10 + n, "5:" + n + "|old-" + n);
        }
        taken("not-due", NOW + 1, "3:5|not");

        assertThat(take("a", "b", "c")).containsExactly("due-1 5 old-1", "due-2 5 old-2", "a 5 new-1");

        assertThat(score(Keys.INTAKE_LEASES, "due-1")).hasValue(NOW + 500);
        assertThat(take("b", "c")).containsExactly("due-3 5 old-3", "b 5 new-2");
        assertThat(take("d")).containsExactly("due-4 5 old-4");
    }

    @Test
    void aLeaseOfNothingIsForgotten() {
        send(Command.ZADD, Keys.INTAKE_LEASES, "" + NOW, "gone");
        push("one");
        assertThat(take("a", "b")).containsExactly("a 3 one");
        assertThat(score(Keys.INTAKE_LEASES, "gone")).isEmpty();
    }

    /** Bytes are nobody's text here: line ends, NUL and the separator come back as they went. */
    @ParameterizedTest
    @ValueSource(strings = {"a|b|c", "a\nb\r\n", "\0a\0", "", "\uD83D\uDE42 %d%s"})
    void bytesComeBackAsTheyWent(String entry) {
        push(entry);
        List<String> first = take("a");
        send(Command.ZADD, Keys.INTAKE_LEASES, "" + NOW, "a");
        assertThat(take("b")).isEqualTo(first).singleElement().asString().endsWith(" " + entry);
    }

    @Test
    void callersAtOnceGetEachEntryOnce() {
        push(IntStream.range(0, 40).mapToObj(n -> "entry-" + n).toArray(String[]::new));
        String[] ids = new String[8];
        List<Uni<Response>> calls = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            for (int n = 0; n < 8; n++) {
                ids[n] = caller + "-" + n;
            }
            calls.add(run(MANY_BYTES, ids.clone()));
        }

        List<String> entries = await(Uni.join().all(calls).andFailFast()).stream()
                .flatMap(answer -> given(answer).stream())
                .toList();

        assertThat(entries).hasSize(40);
        assertThat(entries.stream().map(entry -> entry.substring(entry.lastIndexOf(' '))))
                .doesNotHaveDuplicates();
        assertThat(send(Command.HLEN, Keys.INTAKE_TAKEN).toInteger()).isEqualTo(40);
    }

    @Test
    void drainsAFullRedis() {
        push("one", "two");
        taken("due", NOW, "3:5|old");
        withoutMemory(() -> assertThat(take("a", "b", "c")).containsExactly("due 3 old", "a 3 one", "b 3 two"));
    }

    /** Above all it takes no entry off the list that it then cannot keep. */
    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        Runnable given = () -> {
            push("one", "two");
            taken("due", NOW, "3:5|old");
        };
        assertOtherTypesChangeNothing(KEYS, given, () -> run(MANY_BYTES, "a", "b"));
        assertOtherTypesChangeNothing(KEYS, () -> push("one"), () -> run(MANY_BYTES, "a"));
    }

    private static void push(String... entries) {
        for (String entry : entries) {
            send(Command.RPUSH, Keys.INTAKE, entry);
        }
    }

    private static void taken(String id, long leaseEnds, String entry) {
        send(Command.HSET, Keys.INTAKE_TAKEN, id, entry);
        send(Command.ZADD, Keys.INTAKE_LEASES, "" + leaseEnds, id);
    }

    /** Each as {@code id length entry}. */
    private static List<String> take(String... ids) {
        return given(await(run(MANY_BYTES, ids)));
    }

    private static Uni<Response> run(int bytes, String... ids) {
        List<Object> arguments = new ArrayList<>(List.of(500, LONGEST, KEPT, bytes, UNREAD));
        arguments.addAll(List.of(ids));
        return eval(TAKE, ALL_KEYS, arguments.toArray());
    }

    private static List<String> given(Response answer) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < answer.size(); i += 4) {
            entries.add(answer.get(i) + " " + answer.get(i + 2) + " " + answer.get(i + 3));
        }
        return entries;
    }
}
