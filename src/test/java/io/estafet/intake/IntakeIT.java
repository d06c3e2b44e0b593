package io.estafet.intake;

import static io.estafet.intake.Doors.TENANT;
import static io.estafet.intake.Doors.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.intake.IntakeResult.Accepted;
import io.estafet.intake.IntakeResult.Unavailable;
import io.estafet.message.State;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way in on real servers, and what callers are told when one is away. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class IntakeIT extends IntakeTestBase {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Intake prompt;

    @BeforeEach
    void untilReady() {
        prompt = prompt();
        // A new portfolio's keys are emptied and rebuilt once; what is queued before is away for that moment.
        String ready = "EXISTS e:{" + doors.portfolio + "}:ready";
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Redis.ask(Servers.redis(), ready).equals(":1"));
    }

    @Test
    void acceptedMeansCommittedAndQueued() {
        // When
        Accepted accepted = (Accepted) await(patient(Map.of()).accept(TENANT, doors.request("r", null)));
        // Then
        assertThat(accepted.state()).isEqualTo(State.QUEUED);
        assertThat(doors.journalled("r")).isEqualTo(1);
        assertThat(await(queue.present(doors.portfolio, List.of(accepted.id()))))
                .containsExactly(accepted.id());
    }

    @Test
    void idsGrowAndKeepTheOrderOfABatch() {
        // Given
        List<IncomingMessage> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(IncomingMessage.of(Source.BATCH, TENANT, doors.request("r", null)));
        }
        // When
        List<IntakeResult> results = await(patient(Map.of()).accept(many));
        // Then
        assertThat(results.stream().map(result -> ((Accepted) result).id())).isSorted();
        String lane = "LRANGE e:{" + doors.portfolio + "}:lane:" + doors.sender + ":1 0 -1";
        assertThat(Redis.ask(Servers.redis(), lane).split(" "))
                .containsExactlyElementsOf(results.stream()
                        .map(result -> ((Accepted) result).id().toString())
                        .toList());
    }

    @Test
    void sameKeyOnTwoIntakesAtOnceIsOneMessage() {
        // Given
        Intake one = patient(Map.of());
        Intake other = patient(Map.of());
        List<Uni<IntakeResult>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add((i % 2 == 0 ? one : other).accept(TENANT, doors.request("r", "key-" + doors.sender)));
        }
        // When
        List<IntakeResult> results =
                await(Uni.join().all(calls).usingConcurrencyOf(20).andFailFast());
        // Then
        Set<Object> ids = new HashSet<>();
        results.forEach(result -> ids.add(((Accepted) result).id()));
        assertThat(ids).hasSize(1);
        assertThat(results.stream().filter(result -> !((Accepted) result).replayed()))
                .hasSize(1);
        assertThat(doors.journalled("r")).isEqualTo(1);
        assertThat(await(queue.size(doors.portfolio))).isEqualTo(1);
    }

    @Test
    void aBadOneLeavesItsNeighboursAlone() {
        // Given
        Doors stranger = new Doors(registry);
        IncomingMessage good = IncomingMessage.of(Source.BATCH, TENANT, doors.request("r", null));
        IncomingMessage bad =
                IncomingMessage.of(Source.BATCH, new io.estafet.message.TenantId("demo2"), stranger.request("r", null));
        // When
        List<IntakeResult> results = await(patient(Map.of()).accept(List.of(good, bad, good)));
        // Then
        assertThat(results.get(0)).isInstanceOf(Accepted.class);
        assertThat(word(results.get(1))).isEqualTo("sender-unknown");
        assertThat(results.get(2)).isInstanceOf(Accepted.class);
        assertThat(doors.journalled("r")).isEqualTo(2);
    }

    @Test
    void refusesForNowWhenTheQueueIsFull() {
        // Given
        Intake small = patient(Map.of("estafet.intake.max-queued-per-sender", "3"));
        // When
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(word(await(small.accept(TENANT, doors.request("r", null)))));
        }
        // Then
        assertThat(answers).containsExactly("accepted", "accepted", "accepted", "queue-full", "queue-full");
        assertThat(doors.journalled("r")).isEqualTo(3);
    }

    @Test
    void saysRedisIsAwayWithinASecondAndCommitsNothing() {
        for (boolean silent : new boolean[] {true, false}) {
            // Given
            if (silent) {
                Servers.redis().suspend();
            } else {
                Servers.redis().stop();
            }
            try {
                // Then, as soon as it is known
                await().atMost(Duration.ofSeconds(5)).until(() -> word(timed()).equals("redis-away"));
                long before = doors.journalled("r");
                assertThat(word(timed())).isEqualTo("redis-away");
                assertThat(doors.journalled("r")).isEqualTo(before);
            } finally {
                if (silent) {
                    Servers.redis().resume();
                } else {
                    Servers.redis().start();
                }
            }
            awaitAccepted(Duration.ofSeconds(60));
        }
    }

    @Test
    void saysTheJournalIsAwayWithinASecond() {
        for (boolean silent : new boolean[] {true, false}) {
            // Given
            if (silent) {
                Servers.postgres().suspend();
            } else {
                Servers.postgres().stop();
            }
            try {
                // Then
                for (int i = 0; i < 3; i++) {
                    assertThat(word(timed())).isIn("journal-away", "outcome-unclear");
                }
            } finally {
                if (silent) {
                    Servers.postgres().resume();
                } else {
                    Servers.postgres().start();
                }
            }
            awaitAccepted(Duration.ofSeconds(60));
        }
    }

    @Test
    void acceptsNothingMoreWhenRedisHasNoMemory() {
        // Given
        Redis.ask(Servers.redis(), "CONFIG SET maxmemory 1");
        try {
            // When the first that Redis refuses is committed already, and the next comes within a second
            Accepted first = (Accepted) timed();
            IntakeResult next = timed();
            // Then
            assertThat(word(next)).isEqualTo("queue-full");
            assertThat(await(queue.present(doors.portfolio, List.of(first.id()))))
                    .isEmpty();
            assertThat(doors.journalled("r")).isEqualTo(1);
        } finally {
            Redis.ask(Servers.redis(), "CONFIG SET maxmemory 0");
        }
        awaitAccepted(Duration.ofSeconds(5));
    }

    /** However long an answer takes while servers come back. */
    private void awaitAccepted(Duration atMost) {
        await().atMost(atMost).until(() -> word(accept()).equals("accepted"));
    }

    private IntakeResult accept() {
        return accept(intake);
    }

    private IntakeResult accept(Intake any) {
        return await(any.accept(TENANT, doors.request("r", null)));
    }

    private IntakeResult timed() {
        long start = System.nanoTime();
        IntakeResult result = accept(prompt);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SECOND);
        return result;
    }

    private static String word(IntakeResult result) {
        return result.match(
                accepted -> "accepted",
                refused -> refused.refusal().code().word(),
                (Unavailable later) -> later.code().word());
    }
}
