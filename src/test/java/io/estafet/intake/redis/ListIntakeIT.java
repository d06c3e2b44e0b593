package io.estafet.intake.redis;

import static io.estafet.intake.Doors.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.intake.MessageIds;
import io.estafet.intake.redis.TakeEntriesScript.Taken;
import io.estafet.message.MessageId;
import io.estafet.redis.Keys;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The intake list on real servers. A test that plays a replica that dies stops the program's own reader meanwhile. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ListIntakeIT extends IntakeListTestBase {

    /** Far longer than what a test does within it. */
    private static final Duration LEASE = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    MessageIds ids;

    @BeforeEach
    void empty() {
        emptyList();
    }

    @Test
    void acceptsNeighboursOfBrokenEntriesAndKeepsWhatIsRefused() {
        // When
        push(entry("a", ""));
        push("{broken \uD83D\uDE42");
        push(entry("b", ",\"colour\":1"));
        pushByScript("string.rep('x', 100 * 1024 * 1024)");
        push("y".repeat(100_000));
        push("");
        push(doors.json("no tenant", ""));
        push(entry("c", ""));
        // Then
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> doors.journalled("a") == 1 && doors.journalled("c") == 1);
        List<JsonObject> refused = patiently().until(this::refused, all -> all.size() == 6);
        assertThat(refused.stream().map(one -> one.getJsonObject("problem").getString("code")))
                .containsExactlyInAnyOrder(
                        "malformed-json", "invalid", "too-large", "too-large", "malformed-json", "invalid");
        assertThat(refused.stream().map(one -> one.getString("entry")))
                .contains("{broken \uD83D\uDE42", "y".repeat(4 * 1024), "");
        assertThat(refused).allSatisfy(one -> assertThat(one.getInstant("at")).isNotNull());
        assertThat(refused.stream().flatMap(ListIntakeIT::pointers)).contains("/colour", "/tenant");
        await().ignoreExceptions().atMost(PATIENCE).untilAsserted(this::assertNothingWaits);
    }

    /** A neighbour is done with, and what is refused is kept as soon as it can be. */
    @Test
    void finishesNeighboursOfWhatCannotBeKept() {
        // Given
        ask(Command.HSET, Keys.INTAKE_REFUSED, "of", "another type");
        // When
        push(entry("before", ""));
        push("{broken");
        push(entry("behind", ""));
        // Then
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> doors.journalled("before") == 1
                        && doors.journalled("behind") == 1
                        && ask(Command.HLEN, Keys.INTAKE_TAKEN).toLong() == 1);
        ask(Command.DEL, Keys.INTAKE_REFUSED);
        patiently().until(this::refused, all -> all.size() == 1);
        await().ignoreExceptions().atMost(PATIENCE).untilAsserted(this::assertNothingWaits);
    }

    @Test
    void takesOverWhatAReplicaDiedWith() {
        // Given entries that are taken, one of them committed too, and never finished
        await(lifecycle.stop());
        push(entry("taken", ""));
        List<Taken> taken = take(1);
        push(entry("committed", ""));
        Taken committed = take(1).get(0);
        lifecycle.start();
        await().ignoreExceptions().atMost(PATIENCE).until(() -> doors.journalled("committed") == 1);
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> ask(Command.HLEN, Keys.INTAKE_TAKEN).toLong() == 0);
        await(lifecycle.stop());
        ask(
                Command.HSET,
                Keys.INTAKE_TAKEN,
                committed.id().toString(),
                committed.length() + ":" + committed.place() + "|"
                        + new String(committed.bytes(), StandardCharsets.UTF_8));
        ask(Command.ZADD, Keys.INTAKE_LEASES, "0", committed.id().toString());
        // When
        lifecycle.start();
        // Then nothing is lost and nothing is there twice
        await().ignoreExceptions().atMost(PATIENCE).untilAsserted(this::assertNothingWaits);
        assertThat(taken).hasSize(1);
        assertThat(doors.journalled("taken")).isEqualTo(1);
        assertThat(doors.journalled("committed")).isEqualTo(1);
    }

    @Test
    void entriesWaitWhileTheJournalIsAway() {
        // Given
        Servers.postgres().stop();
        try {
            for (int i = 0; i < 50; i++) {
                push(entry("wait-" + i, ""));
            }
            await().ignoreExceptions()
                    .atMost(PATIENCE)
                    .until(() -> ask(Command.HLEN, Keys.INTAKE_TAKEN).toLong() > 0);
        } finally {
            Servers.postgres().start();
        }
        // Then
        for (int i = 0; i < 50; i++) {
            String reference = "wait-" + i;
            await().ignoreExceptions().atMost(PATIENCE).until(() -> doors.journalled(reference) == 1);
        }
        await().ignoreExceptions().atMost(PATIENCE).untilAsserted(this::assertNothingWaits);
        assertThat(refused()).isEmpty();
    }

    @Test
    void sameKeyIsOneMessage() {
        push(entry("k", ",\"idempotencyKey\":\"list-" + doors.sender + "\""));
        push(entry("k", ",\"idempotencyKey\":\"list-" + doors.sender + "\""));
        push(entry("after", ""));
        await().ignoreExceptions().atMost(PATIENCE).until(() -> doors.journalled("after") == 1);
        await().ignoreExceptions().atMost(PATIENCE).untilAsserted(this::assertNothingWaits);
        assertThat(doors.journalled("k")).isEqualTo(1);
    }

    @Test
    void scriptGivesEachEntryOnceAndTakesOverOnlyAfterTheLease() {
        // Given
        await(lifecycle.stop());
        IntStream.range(0, 5).forEach(i -> push("entry-" + i));
        // When two take at once
        List<Taken> one = take(3);
        List<Taken> other = take(3);
        // Then
        assertThat(Stream.concat(one.stream(), other.stream()).map(ListIntakeIT::text))
                .containsExactly("entry-0", "entry-1", "entry-2", "entry-3", "entry-4");
        assertThat(take(3)).isEmpty();
        // When the leases have ended
        await().ignoreExceptions().atMost(PATIENCE).until(() -> leasesEnded() == 5);
        List<Taken> again = take(10);
        // Then they are given with their first ids
        assertThat(again.stream().map(Taken::id))
                .containsExactlyElementsOf(Stream.concat(one.stream(), other.stream())
                        .map(Taken::id)
                        .toList());
        FinishScript finish = new FinishScript(redis);
        List<MessageId> all = again.stream().map(Taken::id).toList();
        assertThat(await(finish.run(Duration.ZERO, all.subList(0, 4), all.subList(4, 5))))
                .isEqualTo(4);
        assertThat(await(finish.run(Duration.ZERO, all.subList(0, 4), List.of())))
                .isZero();
        assertThat(take(10).stream().map(Taken::id)).containsExactly(all.get(4));
        await(finish.run(Duration.ZERO, all, List.of()));
        assertNothingWaits();
    }

    @Test
    void countsThePlacesAlsoWhenTheCountWasLost() {
        // Given
        await(lifecycle.stop());
        IntStream.range(0, 4).forEach(i -> push("same"));
        // When
        List<Taken> first = take(2);
        await().ignoreExceptions().atMost(PATIENCE).until(() -> leasesEnded() == 2);
        List<Taken> again = take(4);
        ask(Command.DEL, Keys.INTAKE_PLACE);
        ask(Command.HSET, Keys.INTAKE_PLACE, "of", "another type");
        List<Taken> after = take(3);
        // Then
        assertThat(again.stream().limit(2).map(Taken::place))
                .containsExactlyElementsOf(first.stream().map(Taken::place).toList());
        assertThat(again.size() + after.size()).isEqualTo(4);
        List<Long> places =
                Stream.concat(again.stream(), after.stream()).map(Taken::place).toList();
        assertThat(places).isSorted().doesNotHaveDuplicates();
        await(new FinishScript(redis)
                .run(
                        Duration.ZERO,
                        Stream.concat(again.stream(), after.stream())
                                .map(Taken::id)
                                .toList(),
                        List.of()));
    }

    @Test
    void drainsAFullRedis() {
        // Given
        await(lifecycle.stop());
        push("x".repeat(1_000));
        push("y".repeat(100_000));
        Redis.ask(Servers.redis(), "CONFIG SET maxmemory 1");
        try {
            // Then
            List<Taken> taken = take(2);
            assertThat(taken.stream().map(Taken::length)).containsExactly(1_000L, 100_000L);
            assertThat(taken.get(1).isCut()).isTrue();
            await(new RefuseScript(redis).run(10, List.of("{}")));
            List<MessageId> all = taken.stream().map(Taken::id).toList();
            assertThat(await(new FinishScript(redis).run(Duration.ZERO, all, List.of())))
                    .isEqualTo(2);
        } finally {
            Redis.ask(Servers.redis(), "CONFIG SET maxmemory 0");
        }
    }

    @Test
    void keepsTheLatestOfTheRefusedOnly() {
        RefuseScript refuse = new RefuseScript(redis);
        for (int i = 0; i < 5; i++) {
            await(refuse.run(3, List.of("{\"n\":" + i + "}")));
        }
        assertThat(refused().stream().map(one -> one.getInteger("n"))).containsExactly(2, 3, 4);
    }

    private String entry(String reference, String more) {
        return doors.json(reference, ",\"tenant\":\"demo\"" + more);
    }

    /** Not by our link, which replaces its client when an entry keeps Redis busy for long. */
    private static void push(String entry) {
        Redis.push(Servers.redis(), Keys.INTAKE, entry);
    }

    /** 100 MB take this Redis more than the deadline of our link, on a disk that others use. */
    private static void pushByScript(String entry) {
        Redis.ask(Servers.redis(), "EVAL \"redis.call('RPUSH', KEYS[1], " + entry + ")\" 1 " + Keys.INTAKE);
        await().atMost(PATIENCE).until(() -> Redis.ask(Servers.redis(), "PING").equals("+PONG"));
    }

    private static Stream<String> pointers(JsonObject refused) {
        return refused.getJsonObject("problem").getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer"));
    }

    private List<Taken> take(int most) {
        return await(new TakeEntriesScript(redis)
                .run(LEASE, Stream.generate(ids::next).limit(most).toList()));
    }

    private long leasesEnded() {
        List<Response> time = ask(Command.TIME).stream().toList();
        long now = time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
        return ask(Command.ZCOUNT, Keys.INTAKE_LEASES, "-inf", Long.toString(now))
                .toLong();
    }

    private static String text(Taken taken) {
        return new String(taken.bytes(), StandardCharsets.UTF_8);
    }
}
