package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.dispatch.RecordedOpenMessages.Span;
import io.estafet.dispatch.RecordedPorts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The three repairs run side by side. */
class RepairsTest {

    private final RecordedPorts ports = new RecordedPorts();
    private final Repairs repairs = RepairParts.repairs(ports);

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void beginsEachOfThem() {
        repairs.begin();

        assertThat(ports.calls).contains("accepted", "page portfolio", "due");
    }

    @Test
    void oneThatFailsEndsNoOther() {
        ports.signals.fail("accepted");

        repairs.begin();

        assertThat(ports.calls).contains("accepted", "page portfolio", "due");
    }

    @Test
    void oneThatIsUnderWayIsLeftAloneAndHoldsUpNoOther() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ports.signals.hold("accepted", answer);

        repairs.begin();
        repairs.begin();
        assertThat(ports.signals.count("accepted")).isEqualTo(1);
        assertThat(ports.signals.count("page portfolio")).isEqualTo(2);

        answer.complete(null);
        repairs.begin();
        assertThat(ports.signals.count("accepted")).isEqualTo(2);
    }

    @Test
    void afterAnotherReplicasTurnTheSweepBeginsInThePast() {
        repairs.begin();
        repairs.restart();
        repairs.begin();

        List<Span> swept = ports.openMessages.spans("accepted");
        assertThat(swept).hasSize(2);
        assertThat(Duration.between(swept.get(1).from(), swept.get(1).until())).isEqualTo(Duration.ofMinutes(10));
    }
}
