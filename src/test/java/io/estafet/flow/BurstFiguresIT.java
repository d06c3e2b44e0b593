package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.directory.Registry;
import io.estafet.intake.Doors;
import io.estafet.message.MessageId;
import io.estafet.queue.Queue;
import io.estafet.testing.IntakeOnly;
import io.estafet.testing.Replica;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Thousands of callers at the same moment, with messages to people whom nobody knows: over a connection each, over
 * fewer that are kept, and over streams. By default few must be accepted within two seconds, because the machine may do
 * other work. For the figure, on a quiet machine: {@code -Destafet.burst.accepted=2000 -Destafet.burst.warm-up=120}.
 */
@Tag("figures")
@QuarkusTest
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class BurstFiguresIT {

    private static final int CALLERS = 5_000;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int ACCEPTED = Integer.getInteger("estafet.burst.accepted", 200);
    /** The journal may be too slow for the time that a call has, before the commit or during it. */
    private static final Set<String> WHEN_THERE_IS_TOO_MUCH =
            Set.of("accepted", "busy", "journal-away", "outcome-unclear");
    /** What did not reach Redis at once is swept. */
    private static final Duration SWEPT = Duration.ofSeconds(60);

    private static final int WARM_UP_ROUNDS = Integer.getInteger("estafet.burst.warm-up", 20);
    private static final int WARM_UP_CALLERS = 200;

    @Inject
    World world;

    @Inject
    Registry registry;

    @Inject
    Queue queue;

    @ParameterizedTest
    @CsvSource({"1.1, 5000", "1.1, 500", "2, 50"})
    void acceptsSomeOfABurstAtOnceAndLosesNothing(String protocol, int connections) {
        // Before the replica, which then knows the number from its start.
        Doors doors = new Doors(registry);
        List<String> bodies = bodies(doors, CALLERS);
        try (Replica replica = Replica.start("burst", "512m", Map.of()).awaitReady();
                Burst burst = Burst.of(protocol, replica.port(), connections)) {
            warmUp(burst, doors);
            List<Burst.Answer> answers = burst.send(bodies);
            long soon = answers.stream()
                    .filter(answer -> answer.isAccepted() && answer.after().compareTo(SOON) <= 0)
                    .count();
            System.out.printf(
                    "burst HTTP/%s over %d: %s, %d accepted within %d s%n",
                    protocol, connections, Burst.counts(answers), soon, SOON.toSeconds());
            assertThat(WHEN_THERE_IS_TOO_MUCH).containsAll(Burst.counts(answers).keySet());
            assertNothingLost(doors, answers);
            assertThat(soon).isGreaterThanOrEqualTo(ACCEPTED);
        }
    }

    private List<String> bodies(Doors doors, int callers) {
        return world.strangers(callers).stream()
                .map(phone -> doors.json(phone, "").replace("+6281200000001", phone))
                .toList();
    }

    /** A program that has just started is still compiled while it should answer. */
    private void warmUp(Burst burst, Doors doors) {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            burst.send(bodies(doors, WARM_UP_CALLERS));
        }
    }

    private void assertNothingLost(Doors doors, List<Burst.Answer> answers) {
        Set<MessageId> accepted = answers.stream()
                .filter(Burst.Answer::isAccepted)
                .map(answer -> MessageId.parse(answer.word()))
                .collect(Collectors.toSet());
        Set<String> journalled = new HashSet<>(Statements.rows(
                row -> row.getString(1), "SELECT id FROM message WHERE sender = ?", doors.sender.value()));
        assertThat(journalled)
                .containsAll(accepted.stream().map(MessageId::toString).toList());
        await().atMost(SWEPT)
                .until(() ->
                        World.await(queue.present(doors.portfolio, accepted)).size() == accepted.size());
    }
}
