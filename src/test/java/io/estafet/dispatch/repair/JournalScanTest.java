package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.dispatch.RecordedPorts;
import io.estafet.dispatch.TestMessages;
import io.estafet.journal.OpenMessage;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scan over all open messages of all portfolios, without end. */
class JournalScanTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(3_600);

    private final RecordedPorts ports = new RecordedPorts();
    private final JournalScan scan = RepairParts.journalScan(ports, () -> NOW);

    JournalScanTest() {
        portfolios(2);
    }

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aMessageThatTheQueueLostIsEnqueued() {
        OpenMessage lost = waiting(0, LONG_AGO);

        run();

        assertThat(ports.queue.waiting).containsOnlyKeys(lost.id());
    }

    /** It may still be on its way to the queue. */
    @Test
    void aMessageOfTheLastTwoSecondsIsLeftAlone() {
        waiting(0, NOW.minusSeconds(2));
        OpenMessage older = waiting(0, NOW.minusMillis(2_001));

        run();

        assertThat(ports.queue.waiting).containsOnlyKeys(older.id());
    }

    @Test
    void anAttemptIsEnteredAsLeasedWhenItMustBeOver() {
        MessageId over = sending(NOW.minusSeconds(3));
        sending(NOW.plusSeconds(3));

        run();

        assertThat(ports.queue.leased).containsOnlyKeys(over);
        assertThat(ports.queue.waiting).isEmpty();
    }

    @Test
    void anUnknownMessageIsLeftAlone() {
        Entry entry = TestMessages.entry();
        ports.openMessages.known.add(
                TestMessages.open(portfolio(0), entry, State.UNKNOWN, Optional.of(NOW.minusSeconds(60))));

        run();

        assertThat(ports.calls).doesNotContain("present");
    }

    @Test
    void oneRunSeesEachOfFewPortfoliosOnce() {
        run();
        run();

        assertThat(pages()).containsExactly("page p00", "page p01", "page p00", "page p01");
    }

    @Test
    void oneRunSeesTwentyPortfoliosAtMostAndTheNextGoesOn() {
        portfolios(25);

        run();
        assertThat(pages()).hasSize(20).endsWith("page p19");

        run();
        assertThat(pages()).hasSize(40).containsSubsequence("page p20", "page p24", "page p00", "page p14");
    }

    @Test
    void oneRunSeesAThousandMessagesAtMostAndTheNextGoesOn() {
        for (int i = 0; i < 1_001; i++) {
            waiting(0, LONG_AGO);
        }

        run();
        assertThat(ports.queue.waiting).hasSize(1_000);
        assertThat(pages()).containsExactly("page p00");

        run();
        assertThat(ports.queue.waiting).hasSize(1_001);
        assertThat(pages()).containsExactly("page p00", "page p00", "page p01");
    }

    /** It is about to be loaded as a whole. */
    @Test
    void aPortfolioThatIsNotReadyIsLeftOut() {
        ports.restoring.notReady.add(portfolio(0));
        waiting(0, LONG_AGO);

        run();

        assertThat(pages()).containsExactly("page p01");
        assertThat(ports.queue.waiting).isEmpty();
    }

    @Test
    void aPortfolioIsLeftAfterThreeFailuresInARow() {
        ports.signals.fail("page p00");

        runThatFails();
        runThatFails();
        runThatFails();
        assertThat(pages()).containsExactly("page p00", "page p00", "page p00");

        runThatFails();
        assertThat(pages()).as("the others come first").endsWith("page p01", "page p00");
    }

    @Test
    void failuresThatAreNotInARowDoNotAddUp() {
        ports.signals.fail("page p00");
        runThatFails();
        runThatFails();
        ports.signals.mend("page p00");
        run();
        ports.signals.fail("page p00");
        runThatFails();
        runThatFails();

        assertThat(pages()).endsWith("page p01", "page p00", "page p00");
    }

    /** What the queue did not take is seen again. */
    @Test
    void aPageThatCannotBeEnqueuedIsReadAgain() {
        waiting(0, LONG_AGO);
        ports.signals.fail("enqueue");
        runThatFails();

        ports.signals.mend("enqueue");
        run();

        assertThat(ports.queue.waiting).hasSize(1);
    }

    @Test
    void aPortfolioThatHasGoneIsLeft() {
        for (int i = 0; i < 1_001; i++) {
            waiting(0, LONG_AGO);
        }
        run();

        ports.senders.set(List.of(RecordedPorts.number(RecordedPorts.SENDER, portfolio(1))));
        run();

        assertThat(pages()).containsExactly("page p00", "page p01");
    }

    @Test
    void withoutPortfoliosThereIsNothingToDo() {
        portfolios(0);

        run();

        assertThat(ports.calls).isEmpty();
    }

    private void run() {
        scan.run().await().atMost(Duration.ofSeconds(5));
    }

    private void runThatFails() {
        assertThatThrownBy(this::run).hasMessageEndingWith("is away");
    }

    private void portfolios(int count) {
        ports.senders.set(IntStream.range(0, count)
                .mapToObj(i -> RecordedPorts.number(new SenderId("number" + i), portfolio(i)))
                .toList());
    }

    private static PortfolioId portfolio(int i) {
        return new PortfolioId("p%02d".formatted(i));
    }

    private OpenMessage waiting(int portfolio, Instant acceptedAt) {
        OpenMessage message = TestMessages.waiting(portfolio(portfolio), acceptedAt);
        ports.openMessages.known.add(message);
        return message;
    }

    private MessageId sending(Instant deadline) {
        Entry entry = TestMessages.entry();
        ports.openMessages.known.add(TestMessages.open(portfolio(0), entry, State.SENDING, Optional.of(deadline)));
        return entry.id();
    }

    private List<String> pages() {
        return ports.calls.stream().filter(call -> call.startsWith("page")).toList();
    }
}
