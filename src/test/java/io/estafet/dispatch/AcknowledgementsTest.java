package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the queue is told that leases end. */
class AcknowledgementsTest {

    private static final SenderId NEIGHBOUR = new SenderId("neighbour");

    private final RecordedPorts ports = new RecordedPorts();
    private final Acknowledgements acknowledgements = new LoopParts(ports).acknowledgements;

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void settlesInTheNameOfThisRun() {
        settle(Settlement.sent(TestMessages.entry()));

        assertThat(ports.queue.settled).singleElement().satisfies(call -> {
            assertThat(call.owner()).isEqualTo(ports.owner.id());
            assertThat(call.portfolio()).isEqualTo(RecordedPorts.PORTFOLIO);
            assertThat(call.sender()).isEqualTo(RecordedPorts.SENDER);
        });
    }

    @Test
    void tellsWhenAFreedMessageMayGo() {
        ports.queue.settle.set(() -> Uni.createFrom().item(OptionalLong.of(40)));

        assertThat(settle(Settlement.sent(TestMessages.entry()))).hasValue(40);
    }

    @Test
    void aPlaceThatIsGivenBackWakesAllNumbersOfItsPortfolio() {
        ports.senders.set(List.of(
                ports.sender(),
                RecordedPorts.number(NEIGHBOUR),
                RecordedPorts.number(new SenderId("stranger"), new PortfolioId("another"))));

        settle(Settlement.sent(TestMessages.entry()), Settlement.done(TestMessages.entry(), true));

        assertThat(ports.calls).containsExactly("settle", "wake");
        assertThat(ports.woken).containsExactly(List.of(RecordedPorts.SENDER, NEIGHBOUR));
    }

    @Test
    void wakesNobodyWhenNoPlaceIsGivenBack() {
        settle(Settlement.sent(TestMessages.entry()), Settlement.done(TestMessages.entry(), false));

        assertThat(ports.calls).containsExactly("settle");
    }

    private OptionalLong settle(Settlement... settlements) {
        return acknowledgements
                .settle(RecordedPorts.PORTFOLIO, RecordedPorts.SENDER, List.of(settlements))
                .await()
                .atMost(Duration.ofSeconds(5));
    }
}
