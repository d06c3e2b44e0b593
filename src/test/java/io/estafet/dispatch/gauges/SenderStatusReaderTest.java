package io.estafet.dispatch.gauges;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.admission.Charges;
import io.estafet.directory.LimitUsage;
import io.estafet.directory.SenderStatus;
import io.estafet.dispatch.RecordedPorts;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.Reason;
import io.estafet.queue.Depths;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the directory is told about numbers and limits. */
class SenderStatusReaderTest {

    private static final Instant THEN = Instant.parse("2026-11-29T10:00:00Z");

    private final RecordedPorts ports = new RecordedPorts();
    private final RecordedGates gates = new RecordedGates(ports.signals);
    private final SendRates rates = new SendRates();
    private final SenderStatusReader reader = new SenderStatusReader(ports.queue, gates.charges, gates.pauses, rates);

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aNumbersStatusComesFromQueueChargesPausesAndThisReplica() {
        ports.queue.depths.set(new Depths(Map.of(Category.UTILITY, 3L), Map.of(), 5, 7));
        gates.ofNumber.set(new Charges.Usage(11, Optional.empty()));
        gates.ofPortfolio.set(new Charges.Usage(99, Optional.empty()));
        gates.paused.put(RecordedPorts.SENDER, Map.of(Reason.QUALITY, THEN));
        rates.began(RecordedPorts.SENDER, System.nanoTime() - 2_000_000_000L);

        SenderStatus.Status status = result(reader.status(ports.sender()));

        assertThat(status)
                .isEqualTo(
                        new SenderStatus.Status(Map.of(Category.UTILITY, 3L), 11, 0.2, Map.of(Reason.QUALITY, THEN)));
    }

    @Test
    void aPortfoliosUsageSaysWhenItsFirstPlaceIsFree() {
        gates.ofPortfolio.set(new Charges.Usage(4, Optional.of(THEN)));

        assertThat(result(reader.usage(RecordedPorts.PORTFOLIO))).isEqualTo(new LimitUsage.Usage(4, Optional.of(THEN)));
    }

    @Test
    void aPersonCountsForADay() {
        gates.counted.put(new PersonId(1), THEN);

        assertThat(result(reader.counted(RecordedPorts.PORTFOLIO, new PersonId(1))))
                .contains(new LimitUsage.Counted(THEN, THEN.plus(Duration.ofHours(24))));
        assertThat(result(reader.counted(RecordedPorts.PORTFOLIO, new PersonId(2))))
                .isEmpty();
    }

    private static <T> T result(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(5));
    }
}
