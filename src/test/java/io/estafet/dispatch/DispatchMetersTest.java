package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.delivery.TestConfigs;
import io.estafet.metrics.Meters;
import io.estafet.metrics.SenderLabel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class DispatchMetersTest {

    @Test
    void theJournalsLagIsThatOfTheProgramWhichRunsNow() {
        // Given a program that has ended in this process
        MeterRegistry registry = new SimpleMeterRegistry();
        SenderLabel label = new SenderLabel(new TestConfigs.Metrics(), InstantSource.system());
        new DispatchMeters(registry, label).journalLag(() -> 1);

        // When
        new DispatchMeters(registry, label).journalLag(() -> 2);

        // Then
        assertThat(registry.get(Meters.JOURNAL_LAG).gauge().value()).isEqualTo(2);
    }
}
