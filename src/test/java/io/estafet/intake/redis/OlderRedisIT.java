package io.estafet.intake.redis;

import static io.estafet.intake.Doors.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.intake.IntakeCode;
import io.estafet.intake.Source;
import io.estafet.metrics.Meters;
import io.estafet.redis.Keys;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that is put back to a copy: entries that were journalled are in the list again. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class OlderRedisIT extends IntakeListTestBase {

    private static final Duration AGE_OF_THE_COPY = Duration.ofSeconds(2);
    private static final String KEYED = "keyed-";

    @Inject
    ListIntake list;

    @Inject
    MeterRegistry meters;

    private final Path copy = Path.of("target", "redis-copy-" + System.nanoTime());

    @BeforeEach
    void empty() {
        await(lifecycle.stop());
        emptyList();
    }

    @Test
    void journalsNothingTwiceUnderLoad() throws ExecutionException, InterruptedException {
        // Given a thousand entries, of two that are equal each, of which half have keys, in the list that is copied
        double refusedBefore = refusedByMetric();
        List<String> waiting =
                IntStream.range(0, 500).mapToObj(i -> reference("w", i)).toList();
        waiting.forEach(this::push);
        waiting.forEach(this::push);
        Servers.redis().copyData(copy);
        lifecycle.start();
        // When more are pushed for two seconds, and all that is lost with them
        AtomicInteger pushed = new AtomicInteger();
        ScheduledExecutorService pusher = Executors.newSingleThreadScheduledExecutor();
        pusher.scheduleAtFixedRate(() -> push(reference("l", pushed.getAndIncrement())), 0, 2, TimeUnit.MILLISECONDS);
        pusher.schedule(pusher::shutdown, AGE_OF_THE_COPY.toMillis(), TimeUnit.MILLISECONDS)
                .get();
        assertThat(pusher.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        List<String> lost = IntStream.range(0, pushed.get())
                .mapToObj(i -> reference("l", i))
                .toList();
        patiently().until(() -> journalled(waiting) == 750 && journalled(lost) == lost.size());
        goBackToTheCopy();
        List<String> after =
                IntStream.range(0, 200).mapToObj(i -> reference("a", i)).toList();
        after.forEach(this::push);
        // Then
        patiently().until(() -> journalled(after) == 200);
        patiently().untilAsserted(this::assertNothingWaits);
        assertThat(doors.times(waiting))
                .allSatisfy((reference, times) ->
                        assertThat(times).as(reference).isEqualTo(reference.startsWith(KEYED) ? 1 : 2));
        assertThat(doors.times(lost).values()).containsOnly(1L);
        assertThat(doors.times(after).values()).containsOnly(1L);
        List<JsonObject> refused = refused();
        assertThat(refused).hasSize(500).allSatisfy(one -> {
            assertThat(one.getJsonObject("problem").getString("code")).isEqualTo("maybe-duplicate");
            assertThat(new JsonObject(one.getString("entry")).getString("reference"))
                    .startsWith("w-");
        });
        assertThat(refusedByMetric() - refusedBefore).isEqualTo(500);
    }

    @Test
    void knowsTheEntryWhoseFirstCommitComesLast() {
        // Given an entry that is taken, and a Redis that forgets that
        push("late");
        Servers.redis().copyData(copy);
        List<TakeEntriesScript.Taken> first = await(list.take());
        goBackToTheCopy();
        // When it is taken again and journalled, and only then comes the first commit
        patiently().until(() -> await(list.round()) == ListIntake.Round.WORKED);
        assertThat(doors.journalled("late")).isEqualTo(1);
        patiently().until(() -> await(list.accept(first)) == ListIntake.Round.WORKED);
        // Then
        assertThat(doors.journalled("late")).isEqualTo(1);
        assertThat(refused()).hasSize(1);
        assertThat(refused().get(0).getJsonObject("problem").getString("code")).isEqualTo("maybe-duplicate");
    }

    @Test
    void takesEqualEntriesWhenNothingWasLost() {
        // Given
        lifecycle.start();
        IntStream.range(0, 20).forEach(i -> push("equal"));
        patiently().until(() -> doors.journalled("equal") == 20);
        // When Redis restarts with all it had
        Servers.redis().stop();
        Servers.redis().start();
        IntStream.range(0, 20).forEach(i -> push("equal"));
        // Then
        patiently().until(() -> doors.journalled("equal") == 40);
        assertThat(refused()).isEmpty();
    }

    private void goBackToTheCopy() {
        Servers.redis().kill();
        Servers.redis().restoreData(copy);
        Servers.redis().start();
        patiently().until(() -> ask(Command.PING) != null);
    }

    /** Every other has a key. */
    private static String reference(String what, int i) {
        return (i % 2 == 0 ? KEYED : "") + what + "-" + i;
    }

    /** Not by our link, which gives up after a second and does not know then whether the entry is in the list. */
    private void push(String reference) {
        String key = ",\"idempotencyKey\":\"" + doors.sender + reference + "\"";
        String entry = doors.json(reference, ",\"tenant\":\"demo\"" + (reference.startsWith(KEYED) ? key : ""));
        Redis.push(Servers.redis(), Keys.INTAKE, entry);
    }

    private long journalled(List<String> references) {
        return doors.times(references).values().stream()
                .mapToLong(times -> times)
                .sum();
    }

    private double refusedByMetric() {
        return meters.get(Meters.INTAKE_REFUSED)
                .tag(Meters.SOURCE, Source.LIST.word())
                .tag(Meters.CODE, IntakeCode.MAYBE_DUPLICATE.word())
                .counter()
                .count();
    }
}
