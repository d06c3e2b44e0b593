package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.dispatch.RecordedOpenMessages.Span;
import io.estafet.dispatch.RecordedPorts;
import io.estafet.dispatch.RecordedRestoring;
import io.estafet.dispatch.RecordedRestoring.Completed;
import io.estafet.dispatch.TestMessages;
import io.estafet.message.PersonId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A portfolio's state is written anew: the old epoch ends first, and the mark comes last. */
class PortfolioRebuildTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final RecordedPorts ports = new RecordedPorts();
    private final PortfolioRebuild rebuild = RepairParts.portfolioRebuild(ports);

    @AfterEach
    void close() {
        ports.close();
    }

    /** A right that is taken under the old epoch and committed later would not be seen. */
    @Test
    void nothingIsClearedBeforeTheOldEpochHasEnded() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        ports.signals.hold("nextEpoch", ended);

        CompletableFuture<Void> rebuilt = rebuild.run(RecordedPorts.PORTFOLIO).subscribeAsCompletionStage();
        assertThat(ports.calls).containsExactly("nextEpoch");

        ended.complete(null);
        assertThat(rebuilt).succeedsWithin(SOON);
        assertThat(ports.calls).containsSubsequence("nextEpoch", "clear");
    }

    @Test
    void clearsThenLoadsThenCompletesThenWakes() {
        ports.openMessages.known.add(TestMessages.waiting(RecordedPorts.PORTFOLIO, Instant.now()));

        run();

        assertThat(ports.calls)
                .containsSubsequence(
                        "nextEpoch",
                        "clear",
                        "load",
                        "charges",
                        "starts",
                        "page portfolio",
                        "enqueue",
                        "complete",
                        "wake");
        assertThat(ports.queue.waiting).hasSize(1);
        assertThat(ports.woken).containsExactly(List.of(RecordedPorts.SENDER));
    }

    @Test
    void theMarkNamesTheProcessThatWasClearedAndTheNewEpoch() {
        run();

        assertThat(ports.restoring.completed)
                .containsExactly(new Completed(List.of(RecordedPorts.SENDER), "process", 8));
    }

    @Test
    void aRebuildThatCannotLoadMarksNothing() {
        ports.signals.fail("load");

        assertThatThrownBy(this::run).hasMessage("load is away");

        assertThat(ports.restoring.completed).isEmpty();
        assertThat(ports.woken).isEmpty();
    }

    /** This machine's own clock may be an hour off. */
    @Test
    void usageIsReadByTheClockOfRedis() {
        run();

        Span first = ports.openMessages.spans("charges").get(0);
        assertThat(first.from()).isEqualTo(RecordedRestoring.CLEARED.minus(Duration.ofDays(1)));
    }

    @Test
    void aMessageThatIsBeingSentIsLeasedAndItsPersonBusyUntilItMustBeOver() {
        Instant deadline = Instant.now().plusSeconds(5);
        Entry entry = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(entry, State.SENDING, Optional.of(deadline)));

        run();

        assertThat(ports.queue.leased).containsOnlyKeys(entry.id());
        assertThat(ports.restoring.busy).containsExactly(busy(deadline));
    }

    @Test
    void aPersonIsBusyUntilTheLatestDeadlineAlsoOfUnknownMessages() {
        Instant deadline = Instant.now().plusSeconds(5);
        ports.openMessages.known.addAll(List.of(
                TestMessages.open(TestMessages.entry(), State.UNKNOWN, Optional.of(deadline)),
                TestMessages.open(TestMessages.entry(), State.SENDING, Optional.of(deadline.minusSeconds(3)))));

        run();

        assertThat(ports.restoring.busy).containsExactly(busy(deadline));
    }

    @Test
    void nobodyIsBusyWithAWaitingMessage() {
        Entry entry = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(entry, State.HELD, Optional.of(Instant.now())));

        run();

        assertThat(ports.restoring.busy).isEmpty();
    }

    private static Map.Entry<SenderId, Map<PersonId, Instant>> busy(Instant until) {
        return Map.entry(RecordedPorts.SENDER, Map.of(new PersonId(1), until));
    }

    private void run() {
        rebuild.run(RecordedPorts.PORTFOLIO).await().atMost(SOON);
    }
}
