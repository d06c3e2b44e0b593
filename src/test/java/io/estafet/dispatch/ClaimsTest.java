package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.journal.RightToSend.Right;
import io.estafet.message.MessageId;
import io.estafet.message.State;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rights to send: asked for, refused, and closed when it is not known whether they were committed. */
class ClaimsTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final RecordedPorts ports = new RecordedPorts();
    private final Claims claims = new LoopParts(ports).claims();
    private final InflightMessage message =
            TestMessages.taken(RecordedPorts.PORTFOLIO, TestMessages.entry(), Duration.ZERO);

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aClaimNamesTheAttemptTheEpochAndTheDeadline() {
        claims.claim(List.of(message), 7).await().atMost(SOON);

        assertThat(ports.claimed).singleElement().satisfies(claim -> {
            assertThat(claim.attempt()).isEqualTo(message.attempt());
            assertThat(claim.portfolio()).isEqualTo(RecordedPorts.PORTFOLIO);
            assertThat(claim.epoch()).isEqualTo(7);
            assertThat(claim.at()).isEqualTo(message.taken().instant());
            assertThat(claim.deadline()).isEqualTo(claim.at().plusSeconds(15));
        });
    }

    @Test
    void onlyGrantedRightsAreAnswered() {
        ports.claim.set(asked -> Uni.createFrom().item(Map.of()));

        Map<MessageId, Right> granted =
                claims.claim(List.of(message), 0).await().atMost(SOON);

        assertThat(granted).isEmpty();
    }

    @Test
    void aRefusedMessageFollowsTheJournal() {
        waitsInTheJournal();

        claims.refused(List.of(message)).await().atMost(SOON);

        assertThat(ports.calls).containsExactly("find", "settle", "wake");
        assertThat(ports.settlements())
                .singleElement()
                .satisfies(settlement -> assertThat(settlement.kind()).isEqualTo(Settlement.Kind.RETRY));
    }

    @Test
    void aRefusedMessageKeepsItsLeaseWhileTheJournalIsAway() {
        ports.signals.fail("find");

        claims.refused(List.of(message)).await().atMost(SOON);

        assertThat(ports.settlements()).isEmpty();
    }

    @Test
    void aRightThatMayBeOpenIsClosedBeforeTheJournalIsAsked() {
        waitsInTheJournal();

        claims.close(List.of(message)).await().atMost(SOON);

        assertThat(ports.calls).containsExactly("record", "find", "settle", "wake");
        assertThat(ports.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.attempt()).isEqualTo(message.attempt());
            assertThat(outcome.state()).isEqualTo(State.HELD);
            assertThat(outcome.countsAsTry()).isFalse();
        });
    }

    @Test
    void aRightThatCannotBeClosedLeavesTheQueueAsItIs() {
        ports.signals.fail("record");

        assertThatThrownBy(() -> claims.close(List.of(message)).await().atMost(SOON))
                .hasMessage("record is away");
        assertThat(ports.calls).containsExactly("record");
    }

    private void waitsInTheJournal() {
        ports.openMessages.known.add(TestMessages.open(message.entry(), State.QUEUED, Optional.empty()));
    }
}
