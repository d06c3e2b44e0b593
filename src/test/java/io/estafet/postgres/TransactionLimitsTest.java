package io.estafet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.clock.LastTime;
import io.estafet.reactive.TimeoutFailures;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a caller is told of a transaction, and what becomes of it then. */
class TransactionLimitsTest {

    private static final Duration WHOLE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LastTime answered = new LastTime();
    private final TransactionLimits limits = new TransactionLimits(Database.PLAIN, answered, WHOLE.dividedBy(2), WHOLE);

    @Test
    void aReadingThatGoesOnMayLastLongerThanAnyTransaction() {
        Uni<Long> reading = limits.limitSteps(attempt -> reading(attempt)
                .chain(() -> Multi.createFrom()
                        .ticks()
                        .every(WHOLE.dividedBy(10))
                        .select()
                        .first(25)
                        .invoke(attempt::step)
                        .collect()
                        .last()));

        assertThat(reading.await().atMost(PATIENCE)).isEqualTo(24);
    }

    @Test
    void aReadingWithoutProgressIsGivenUpAndItsNextStepFails() {
        AtomicReference<Runnable> nextStep = new AtomicReference<>();
        Uni<Void> reading = limits.limitSteps(attempt -> {
            nextStep.set(attempt::step);
            return reading(attempt).chain(() -> Uni.createFrom().nothing());
        });

        assertThatThrownBy(() -> reading.await().atMost(PATIENCE)).isInstanceOf(DatabaseAwayException.class);
        assertThatThrownBy(() -> nextStep.get().run()).isInstanceOf(DatabaseAwayException.class);
    }

    /** What it has read so far shows that PostgreSQL is there. */
    @Test
    void aReadingThatStopsAfterAStepIsGivenUpAndItsNextStepFails() {
        AtomicReference<Runnable> nextStep = new AtomicReference<>();
        Uni<Void> reading = limits.limitSteps(attempt -> {
            nextStep.set(attempt::step);
            return reading(attempt)
                    .invoke(attempt::step)
                    .chain(() -> Uni.createFrom().nothing());
        });

        assertThatThrownBy(() -> reading.await().atMost(PATIENCE)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> nextStep.get().run()).isInstanceOf(DatabaseBusyException.class);
    }

    /** It has waited for its connection for too long. */
    @Test
    void aReadingThatWasGivenUpBeforeItBeganReadsNothing() {
        AtomicReference<UniEmitter<? super Void>> connection = new AtomicReference<>();
        List<String> events = new ArrayList<>();
        Uni<Void> reading = limits.limitSteps(attempt -> Uni.createFrom()
                .<Void>emitter(connection::set)
                .chain(() -> reading(attempt))
                .onFailure()
                .invoke(late -> events.add("refused"))
                .invoke(() -> events.add("read")));
        assertThatThrownBy(() -> reading.await().atMost(PATIENCE)).isInstanceOf(DatabaseAwayException.class);

        connection.get().complete(null);

        assertThat(events).containsExactly("refused");
    }

    /** The pool has no connection for it, or the server does not answer. */
    @Test
    void aTransactionThatDoesNotBeginIsGivenUpEarlyAndDoesNothingLater() {
        AtomicReference<UniEmitter<? super Void>> connection = new AtomicReference<>();
        List<String> events = new ArrayList<>();
        Uni<Void> transaction = limits.limit(attempt -> Uni.createFrom()
                .<Void>emitter(connection::set)
                .invoke(attempt::begun)
                .onFailure()
                .invoke(late -> events.add("refused"))
                .invoke(() -> events.add("written")));

        assertThatThrownBy(() -> transaction.await().atMost(PATIENCE))
                .isInstanceOf(DatabaseAwayException.class)
                .hasRootCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining(WHOLE.dividedBy(2).toMillis() + " ms");
        connection.get().complete(null);

        assertThat(events).containsExactly("refused");
    }

    @Test
    void othersThatAreAnsweredShowThatPostgresIsThere() {
        Uni<Void> transaction = limits.limit(attempt -> {
            answered.note();
            return Uni.createFrom().nothing();
        });

        assertThatThrownBy(() -> transaction.await().atMost(PATIENCE)).isInstanceOf(DatabaseBusyException.class);
    }

    @Test
    void aTransactionThatTakesTooLongIsNeverCommitted() {
        AtomicReference<UniEmitter<? super Void>> work = new AtomicReference<>();
        List<String> events = new ArrayList<>();
        Uni<Void> transaction = limits.limit(attempt -> {
            attempt.begun();
            return Uni.createFrom()
                    .<Void>emitter(work::set)
                    .invoke(attempt::committing)
                    .onFailure()
                    .invoke(late -> events.add("rolled back"))
                    .invoke(() -> events.add("committed"));
        });

        assertThatThrownBy(() -> transaction.await().atMost(PATIENCE)).isInstanceOf(DatabaseBusyException.class);
        work.get().complete(null);

        assertThat(events).containsExactly("rolled back");
    }

    @Test
    void aCommitWithoutAnAnswerIsUnclear() {
        TransactionLimits told = new TransactionLimits(
                new TimeoutFailures(
                        (busy, cause) -> new IllegalStateException(busy),
                        (away, cause) -> new IllegalStateException(away),
                        UnsupportedOperationException::new),
                answered,
                WHOLE,
                WHOLE);
        Uni<Void> transaction = told.limit(attempt -> {
            attempt.begun();
            attempt.committing();
            return Uni.createFrom().nothing();
        });

        assertThatThrownBy(() -> transaction.await().atMost(PATIENCE))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    /** Its connection must return to the pool. */
    @Test
    void aTransactionGoesOnWhenItsCallerLeaves() {
        AtomicReference<UniEmitter<? super Void>> work = new AtomicReference<>();
        List<String> events = new ArrayList<>();
        Cancellable caller = limits.limit(attempt -> Uni.createFrom()
                        .<Void>emitter(work::set)
                        .onCancellation()
                        .invoke(() -> events.add("cancelled"))
                        .invoke(() -> events.add("ended")))
                .subscribe()
                .with(done -> events.add("answered"));

        caller.cancel();
        work.get().complete(null);

        assertThat(events).containsExactly("ended");
    }

    private static Uni<Void> reading(TransactionLimits.Attempt attempt) {
        return Uni.createFrom().voidItem().invoke(attempt::mayRead);
    }
}
