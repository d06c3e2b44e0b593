package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void neverOverlapsItself() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        PeriodicTask task = new PeriodicTask("task", () -> {
            runs.incrementAndGet();
            return Uni.createFrom().completionStage(end);
        });

        task.begin();
        task.begin();
        assertThat(runs).hasValue(1);

        end.complete(null);
        task.begin();
        assertThat(runs).hasValue(2);
    }

    @Test
    void runsAgainAfterAFailure() {
        PeriodicTask task = new PeriodicTask("task", () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("away");
        });

        task.begin();
        task.begin();

        assertThat(runs).hasValue(2);
    }
}
