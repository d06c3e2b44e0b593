package io.estafet.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UnisTest {

    private final List<Integer> begun = new ArrayList<>();
    private final List<UniEmitter<? super Void>> open = new ArrayList<>();

    @Test
    void worksInTurn() {
        var all = Unis.inTurn(List.of(1, 2), this::begin).subscribeAsCompletionStage();

        assertThat(begun).containsExactly(1);
        open.get(0).complete(null);
        assertThat(begun).containsExactly(1, 2);
        assertThat(all.isDone()).isFalse();
        open.get(1).complete(null);
        assertThat(all).isCompletedWithValue(null);
    }

    @Test
    void endsWorkInTurnAtTheFirstFailure() {
        var all = Unis.inTurn(List.of(1, 2), this::begin).subscribeAsCompletionStage();

        open.get(0).fail(new IllegalStateException("broken"));

        assertThat(all).isCompletedExceptionally();
        assertThat(begun).containsExactly(1);
    }

    @Test
    void worksAtOnceUpToTheMost() {
        var all = Unis.atOnce(2, List.of(1, 2, 3), this::begin).subscribeAsCompletionStage();

        assertThat(begun).containsExactly(1, 2);
        open.get(1).complete(null);
        assertThat(begun).containsExactly(1, 2, 3);
        open.get(0).complete(null);
        assertThat(all.isDone()).isFalse();
        open.get(2).complete(null);
        assertThat(all).isCompletedWithValue(null);
    }

    @Test
    void isDoneWithoutItems() {
        assertThat(Unis.inTurn(List.<Integer>of(), this::begin).subscribeAsCompletionStage())
                .isCompletedWithValue(null);
        assertThat(Unis.atOnce(2, List.<Integer>of(), this::begin).subscribeAsCompletionStage())
                .isCompletedWithValue(null);
    }

    @Test
    void repeatsAStepAsOftenAsItTakes() {
        AtomicInteger steps = new AtomicInteger();

        Unis.whileTrue(() -> Uni.createFrom().item(() -> steps.incrementAndGet() < 100_000))
                .await()
                .indefinitely();

        assertThat(steps).hasValue(100_000);
    }

    @Test
    void cutsAListIntoParts() {
        assertThat(Unis.parts(List.of(1, 2, 3), 2)).containsExactly(List.of(1, 2), List.of(3));
        assertThat(Unis.parts(List.of(1, 2), 2)).containsExactly(List.of(1, 2));
        assertThat(Unis.parts(List.of(), 2)).isEmpty();
    }

    @Test
    void handsAFailureToTheLogAndGoesOn() {
        List<Throwable> log = new ArrayList<>();
        Uni<Integer> broken = Uni.createFrom().failure(new IllegalStateException("broken"));

        assertThat(Unis.recovered(broken, 7, log::add).await().indefinitely()).isEqualTo(7);
        assertThat(Unis.recovered(broken, log::add).await().indefinitely()).isNull();
        assertThat(log).hasSize(2).allMatch(failure -> failure.getMessage().equals("broken"));
    }

    @Test
    void beginsNothingBeforeItIsSubscribedTo() {
        Unis.inTurn(List.of(1), this::begin);
        Unis.atOnce(1, List.of(1), this::begin);

        assertThat(begun).isEmpty();
        assertThatThrownBy(() -> Unis.inTurn(
                                List.of(1), item -> Uni.createFrom().failure(new IllegalStateException("broken")))
                        .await()
                        .indefinitely())
                .hasMessage("broken");
    }

    private Uni<Void> begin(int item) {
        begun.add(item);
        return Uni.createFrom().emitter(open::add);
    }
}
