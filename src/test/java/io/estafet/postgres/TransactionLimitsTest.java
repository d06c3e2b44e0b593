package io.estafet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.directory.DirectoryBusyException;
import io.estafet.directory.postgres.DirectoryAwayException;
import io.estafet.directory.postgres.DirectoryConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A reading of many steps may last for as long as it goes on. */
class TransactionLimitsTest {

    private static final Duration WHOLE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TransactionLimits limits = new TransactionLimits(new Config(WHOLE.dividedBy(2), WHOLE, 1));

    private record Config(Duration deadline, Duration bulkDeadline, int knownPeople) implements DirectoryConfig {}

    @Test
    void aReadingThatGoesOnMayLastLongerThanAnyTransaction() {
        Uni<Long> reading = limits.limitSteps((begun, step) -> begun.chain(() -> Multi.createFrom()
                .ticks()
                .every(WHOLE.dividedBy(10))
                .select()
                .first(25)
                .invoke(step)
                .collect()
                .last()));

        assertThat(reading.await().atMost(PATIENCE)).isEqualTo(24);
    }

    @Test
    void aReadingWithoutProgressIsGivenUpAndItsNextStepFails() {
        AtomicReference<Runnable> nextStep = new AtomicReference<>();
        Uni<Void> reading = limits.limitSteps((begun, step) -> {
            nextStep.set(step);
            return begun.chain(() -> Uni.createFrom().nothing());
        });

        assertThatThrownBy(() -> reading.await().atMost(PATIENCE)).isInstanceOf(DirectoryAwayException.class);
        assertThatThrownBy(() -> nextStep.get().run()).isInstanceOf(DirectoryAwayException.class);
    }

    /** What it has read so far shows that PostgreSQL is there. */
    @Test
    void aReadingThatStopsAfterAStepIsGivenUpAndItsNextStepFails() {
        AtomicReference<Runnable> nextStep = new AtomicReference<>();
        Uni<Void> reading = limits.limitSteps((begun, step) -> {
            nextStep.set(step);
            return begun.invoke(step).chain(() -> Uni.createFrom().nothing());
        });

        assertThatThrownBy(() -> reading.await().atMost(PATIENCE)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> nextStep.get().run()).isInstanceOf(DirectoryBusyException.class);
    }

    /** It has waited for its connection for too long. */
    @Test
    void aReadingThatWasGivenUpBeforeItBeganReadsNothing() {
        AtomicReference<UniEmitter<? super Void>> connection = new AtomicReference<>();
        List<String> events = new ArrayList<>();
        Uni<Void> reading = limits.limitSteps((begun, step) -> Uni.createFrom()
                .<Void>emitter(connection::set)
                .chain(() -> begun)
                .onFailure()
                .invoke(late -> events.add("refused"))
                .invoke(() -> events.add("read")));
        assertThatThrownBy(() -> reading.await().atMost(PATIENCE)).isInstanceOf(DirectoryAwayException.class);

        connection.get().complete(null);

        assertThat(events).containsExactly("refused");
    }
}
