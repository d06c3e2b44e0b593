package io.estafet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Wakes.News;
import io.estafet.queue.Wakes.Work;
import io.estafet.redis.Keys;
import io.estafet.redis.Script;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code queue/poll_wakes.lua} by itself. */
class PollWakesScriptIT extends ScriptTestBase {

    private static final Script POLL = frozen("queue/poll_wakes");
    private static final List<String> KEYS = List.of(Keys.WAKE_WORK, Keys.WAKE_SEQ, Keys.WAKE_REPLICAS);
    private static final long ALIVE = 3_000;

    /** Three hints were given. Who heard more than that heard another Redis: everything is news again. */
    @ParameterizedTest
    @CsvSource({"0, a b c", "1, b c", "2, c", "3, ''", "4, a b c", "9007199254740991, a b c"})
    void answersTheWorkOfHintsNotHeardYet(long after, String work) {
        hints("a", "b", "c");

        News news = await(poll("me", after));

        assertThat(news.seq()).isEqualTo(3);
        assertThat(news.work())
                .containsExactlyElementsOf(Stream.of(work.split(" "))
                        .filter(number -> !number.isEmpty())
                        .map(number -> new Work(new PortfolioId("p"), new SenderId(number)))
                        .toList());
    }

    @Test
    void thereIsNoNewsBeforeTheFirstHint() {
        assertThat(await(poll("me", 0))).isEqualTo(new News(0, Set.of("me"), List.of()));
        assertThat(await(poll("me", 7)).seq()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"2999, true", "3000, false", "3001, false"})
    void aReplicaThatWasSilentForLongerIsRemoved(long silent, boolean alive) {
        send(Command.ZADD, Keys.WAKE_REPLICAS, "" + (NOW - silent), "other");

        assertThat(await(poll("me", 0)).replicas()).isEqualTo(alive ? Set.of("me", "other") : Set.of("me"));

        assertThat(score(Keys.WAKE_REPLICAS, "other").isPresent()).isEqualTo(alive);
        assertThat(score(Keys.WAKE_REPLICAS, "me")).hasValue(NOW);
    }

    @Test
    void aRepeatedCallAnswersTheSame() {
        hints("a", "b");
        News news = await(poll("me", 1));
        var before = everything();

        assertThat(await(poll("me", 1))).isEqualTo(news);

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void callersAtOnceSeeEachOtherAfterwards() {
        hints("a");
        List<News> news = await(Uni.join()
                .all(Stream.of("one", "two", "three")
                        .map(replica -> poll(replica, 0))
                        .toList())
                .andFailFast());

        assertThat(news).allSatisfy(heard -> assertThat(heard.work()).hasSize(1));
        assertThat(await(poll("one", 1)).replicas()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void aFullRedisStillTellsTheNews() {
        hints("a");
        withoutMemory(() -> assertThat(await(poll("new", 0)))
                .isEqualTo(new News(1, Set.of("new"), List.of(new Work(new PortfolioId("p"), new SenderId("a"))))));
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        Runnable given = () -> {
            hints("a");
            send(Command.ZADD, Keys.WAKE_REPLICAS, "1", "gone");
        };
        assertOtherTypesChangeNothing(KEYS, given, () -> poll("me", 0));
    }

    private static void hints(String... senders) {
        for (String sender : senders) {
            await(eval(Script.load("queue/wake"), KEYS.subList(0, 2), "p/" + sender));
        }
    }

    private static Uni<News> poll(String replica, long after) {
        return eval(POLL, KEYS, replica, after, ALIVE).map(PollWakesScriptIT::news);
    }

    private static News news(Response answer) {
        return new News(
                answer.get(0).toLong(),
                Set.copyOf(answer.get(1).stream().map(Response::toString).toList()),
                answer.get(2).stream()
                        .map(member -> member.toString().split("/"))
                        .map(parts -> new Work(new PortfolioId(parts[0]), new SenderId(parts[1])))
                        .toList());
    }
}
