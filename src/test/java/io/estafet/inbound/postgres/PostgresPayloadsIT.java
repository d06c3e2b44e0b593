package io.estafet.inbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.inbound.InboundConfig;
import io.estafet.inbound.Payload;
import io.estafet.inbound.Payloads.Aside;
import io.estafet.inbound.Payloads.Load;
import io.estafet.inbound.Payloads.Mentions;
import io.estafet.inbound.Payloads.Progress;
import io.estafet.postgres.Columns;
import io.estafet.postgres.TestDatabase;
import io.estafet.recipient.Address;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payloads and newest facts on a real PostgreSQL, without the program around them. */
class PostgresPayloadsIT {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final long PLENTY = 1L << 30;

    private static Pool pool;
    private static InboundDatabase database;
    private static InboundConfig config;

    /** Moved on by the tests. It is so far ahead that a program of another test takes none of the payloads. */
    private Instant now = Instant.parse("2046-11-30T12:00:00Z");

    private PostgresPayloads payloads;

    @BeforeAll
    static void connect() {
        pool = TestDatabase.get().pool(4);
        database = new InboundDatabase(pool);
        config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(InboundConfig.class)
                .withDefaultValue("estafet.webhook.store-deadline", "20s")
                .build()
                .getConfigMapping(InboundConfig.class);
    }

    @AfterAll
    static void disconnect() {
        TestDatabase.sql(pool, "DELETE FROM webhook");
        pool.closeAndAwait();
    }

    @BeforeEach
    void empty() {
        TestDatabase.sql(pool, "DELETE FROM webhook");
        InstantSource clock = () -> now;
        payloads = new PostgresPayloads(database, TestDatabase.get().vertx(), config, clock);
    }

    @Test
    void whatIsStoredIsTakenOnceUntilItsLeaseEnds() {
        AtomicInteger told = new AtomicInteger();
        payloads.onStored(told::incrementAndGet);
        store("one");

        Load first = take(10, PLENTY);
        Load second = take(10, PLENTY);
        now = now.plus(LEASE);
        Load third = take(10, PLENTY);

        assertThat(told).hasValue(1);
        assertThat(bodies(first)).containsExactly("one");
        assertThat(first.payloads().get(0).receivedAt()).isEqualTo(now.minus(LEASE));
        assertThat(second.payloads()).isEmpty();
        assertThat(third.payloads()).extracting(Payload::tries).containsExactly(2);
    }

    @Test
    void aLoadIsBoundedByItsNumberAndItsBytes() {
        store("aaaa");
        now = now.plusSeconds(1);
        store("bb");
        now = now.plusSeconds(1);
        store("c");
        now = now.plusSeconds(1);

        Load bytes = take(10, 6);
        Load number = take(1, PLENTY);

        assertThat(bodies(bytes)).containsExactlyInAnyOrder("aaaa", "bb");
        assertThat(bytes.hasMore()).isTrue();
        assertThat(bodies(number)).containsExactly("c");
        assertThat(take(1, PLENTY).hasMore()).isFalse();
    }

    @Test
    void aPayloadThatIsLargerThanALoadIsTakenAlone() {
        store("aaaa");

        assertThat(bodies(take(10, 1))).containsExactly("aaaa");
    }

    @Test
    void whatIsDoneIsGone() {
        store("one");
        Payload taken = take(1, PLENTY).payloads().get(0);

        await(payloads.done(taken));
        now = now.plus(LEASE);

        assertThat(take(1, PLENTY).payloads()).isEmpty();
        assertThat(await(payloads.isBacklogAbove(1))).isFalse();
    }

    @Test
    void aPayloadComesAgainWithItsProgressAtItsTime() {
        store("one");
        Payload taken = take(1, PLENTY).payloads().get(0);
        await(payloads.again(taken, new Progress(3, 0, Set.of(Aside.OTHER)), now.plusSeconds(5)));

        assertThat(take(1, PLENTY).payloads()).isEmpty();
        now = now.plusSeconds(5);

        assertThat(take(1, PLENTY).payloads()).singleElement().satisfies(again -> {
            assertThat(again.done()).isEqualTo(3);
            assertThat(again.tries()).isEqualTo(1);
            assertThat(again.kept()).containsExactly(Aside.OTHER);
        });
    }

    /** Its lease has ended, and somebody else works on the payload. */
    @Test
    void aLateTakerChangesNothing() {
        store("one");
        Payload late = take(1, PLENTY).payloads().get(0);
        now = now.plus(LEASE);
        Payload taken = take(1, PLENTY).payloads().get(0);

        await(payloads.putAside(late, Aside.POISON));
        await(payloads.again(late, new Progress(9, 0, Set.of()), now));

        assertThat(take(1, PLENTY).payloads()).isEmpty();
        await(payloads.putAside(taken, Aside.POISON));
        now = now.plus(LEASE);
        assertThat(take(1, PLENTY).payloads()).isEmpty();
        assertThat(TestDatabase.sql(pool, "SELECT FROM webhook WHERE aside = 4").size())
                .isEqualTo(1);
    }

    @Test
    void theBacklogCountsWhatWaits() {
        store("one");
        store("two");
        await(payloads.putAside(take(1, PLENTY).payloads().get(0), Aside.MALFORMED));

        assertThat(await(payloads.isBacklogAbove(1))).isTrue();
        assertThat(await(payloads.isBacklogAbove(2))).isFalse();
    }

    @Test
    void whatWasPutAsideLongAgoIsPurged() {
        store("old");
        await(payloads.putAside(take(1, PLENTY).payloads().get(0), Aside.UNKNOWN));
        now = now.plusSeconds(10);
        store("young");
        await(payloads.putAside(take(1, PLENTY).payloads().get(0), Aside.UNKNOWN));
        store("waiting");

        await(payloads.purge(now));

        assertThat(await(payloads.mentions(List.of(), 0)).last()).isEmpty();
        assertThat(TestDatabase.sql(pool, "SELECT FROM webhook").size()).isEqualTo(2);
    }

    @Test
    void payloadsThatNamePersonsAreFoundByWholeWords() {
        long phone = id("{\"from\":\"628123456789\"}");
        id("{\"from\":\"6281234567890\"}");
        id("{\"from\":\"1628123456789\"}");
        long user = id("{\"user\":\"ID.5a\"}");
        id("{\"user\":\"IDx5a\"}");
        id("{\"user\":\"ID.5a-b\"}");
        long nul = id("628123456789\0");
        Payload taken = take(100, PLENTY).payloads().stream()
                .filter(payload -> payload.id() == user)
                .findFirst()
                .orElseThrow();
        await(payloads.putAside(taken, Aside.OTHER));

        Mentions mentions =
                await(payloads.mentions(List.of(Address.phone("+628123456789"), Address.userId("ID.5a")), 0));

        assertThat(mentions.waiting()).containsExactlyInAnyOrder(phone, nul);
        assertThat(mentions.aside()).containsExactly(user);
        assertThat(mentions.last()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void mentionsAreLookedForPageByPage() {
        TestDatabase.sql(
                pool,
                "INSERT INTO webhook (received_at, due_at, body) SELECT $1, $1, 'x'::bytea"
                        + " FROM generate_series(1, " + (MentionQuery.PAGE + 1) + ")",
                Columns.time(now));

        Mentions first = await(payloads.mentions(List.of(Address.userId("nobody")), 0));
        Mentions second = await(payloads.mentions(
                List.of(Address.userId("nobody")), first.last().orElseThrow()));

        assertThat(first.waiting()).isEmpty();
        assertThat(second.last()).isEmpty();
    }

    @Test
    void aWaitingPayloadIsTakenByItsIdAndOneAsideIsForgotten() {
        long waiting = id("one");
        long aside = id("two");
        take(100, PLENTY).payloads().stream()
                .filter(payload -> payload.id() == aside)
                .forEach(payload -> await(payloads.putAside(payload, Aside.OTHER)));

        List<Payload> taken = await(payloads.takeNow(List.of(waiting, aside), LEASE));
        await(payloads.forgetAside(List.of(waiting, aside)));

        assertThat(taken).extracting(Payload::id).containsExactly(waiting);
        assertThat(TestDatabase.sql(pool, "SELECT FROM webhook").size()).isEqualTo(1);
    }

    @Test
    void manyStoresAtOnceAreAllStored() {
        List<Uni<Void>> stores = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            stores.add(payloads.store(("body " + i).getBytes(StandardCharsets.UTF_8)));
        }

        await(Uni.join().all(stores).usingConcurrencyOf(100).andFailFast());

        assertThat(take(1_000, PLENTY).payloads()).hasSize(300);
    }

    @Test
    void theNewestFactHolds() {
        PostgresNewestFacts facts = new PostgresNewestFacts(database);
        String subject = "subject " + System.nanoTime();

        assertThat(await(facts.note(subject, "old", now))).isTrue();
        assertThat(await(facts.note(subject, "older", now.minusSeconds(1)))).isFalse();
        assertThat(await(facts.note(subject, "as old", now))).isFalse();
        assertThat(await(facts.newest(subject))).isEqualTo("old");
        assertThat(await(facts.note(subject, "new", now.plusSeconds(1)))).isTrue();
        assertThat(await(facts.newest(subject))).isEqualTo("new");
    }

    private void store(String body) {
        await(payloads.store(body.getBytes(StandardCharsets.UTF_8)));
    }

    private long id(String body) {
        store(body);
        return TestDatabase.sql(pool, "SELECT max(id) FROM webhook")
                .iterator()
                .next()
                .getLong(0);
    }

    private Load take(int most, long bytes) {
        return await(payloads.take(most, bytes, LEASE));
    }

    private static List<String> bodies(Load load) {
        return load.payloads().stream()
                .map(payload -> new String(payload.body(), StandardCharsets.UTF_8))
                .toList();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(TestDatabase.PATIENCE);
    }
}
