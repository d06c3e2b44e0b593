package io.estafet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.clock.MovableClock;
import io.estafet.message.MessageId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That ids only grow, whatever the clock does. */
class MessageIdsTest {

    private final MovableClock clock = new MovableClock(InstantSource.fixed(Instant.ofEpochMilli(1_800_000_000_000L)));
    private final MessageIds ids = new MessageIds(clock);

    @Test
    void growWithinAMillisecondAndWhenTheClockStepsBack() {
        // When
        List<MessageId> given = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            clock.moveTo(i < 1_000 ? 0 : i < 2_000 ? -3_600_000 : 5);
            given.add(ids.next());
        }
        // Then
        assertThat(given).isSorted().doesNotHaveDuplicates();
        assertThat(given.get(1_500).epochMillis()).isEqualTo(1_800_000_000_000L);
        assertThat(given.get(2_500).epochMillis()).isEqualTo(1_800_000_000_005L);
    }
}
