package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything of a loop runs on its context. */
class EventLoopTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final RecordedPorts ports = new RecordedPorts();
    private final EventLoop loop = new EventLoop(ports.context);

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void stepsRunOnTheContext() {
        CompletableFuture<Context> ranOn = new CompletableFuture<>();

        loop.execute(() -> ranOn.complete(Vertx.currentContext()));

        assertThat(ranOn).succeedsWithin(SOON).isEqualTo(ports.context);
    }

    @Test
    void aPauseEndsOnTheContext() {
        CompletableFuture<Context> endedOn = new CompletableFuture<>();

        ports.onLoop(() -> loop.after(PAUSE).subscribe().with(done -> endedOn.complete(Vertx.currentContext())));

        assertThat(endedOn).succeedsWithin(SOON).isEqualTo(ports.context);
    }

    @Test
    void workIsTriedAgainUntilItSucceeds() {
        AtomicInteger tries = new AtomicInteger();
        List<String> log = new CopyOnWriteArrayList<>();

        Uni<Integer> work = loop.untilDone(
                PAUSE,
                () -> tries.incrementAndGet() < 3
                        ? Uni.createFrom().failure(new IllegalStateException("try " + tries))
                        : Uni.createFrom().item(tries.get()),
                failure -> log.add(failure.getMessage()));

        assertThat(result(work)).succeedsWithin(SOON).isEqualTo(3);
        assertThat(log).containsExactly("try 1", "try 2");
    }

    @Test
    void workThatThrowsIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();

        Uni<Integer> work = loop.untilDone(
                PAUSE,
                () -> {
                    if (tries.incrementAndGet() < 2) {
                        throw new IllegalStateException("a bug");
                    }
                    return Uni.createFrom().item(tries.get());
                },
                failure -> {});

        assertThat(result(work)).succeedsWithin(SOON).isEqualTo(2);
    }

    @Test
    void workThatIsAnsweredElsewhereEndsOnTheContext() {
        CompletableFuture<Void> elsewhere = new CompletableFuture<>();
        CompletableFuture<Context> endedOn = new CompletableFuture<>();
        ports.onLoop(() -> loop.untilDone(PAUSE, () -> Uni.createFrom().completionStage(elsewhere), failure -> {})
                .subscribe()
                .with(done -> endedOn.complete(Vertx.currentContext())));

        elsewhere.complete(null);

        assertThat(endedOn).succeedsWithin(SOON).isEqualTo(ports.context);
    }

    private <T> CompletableFuture<T> result(Uni<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        ports.onLoop(() -> work.subscribe().with(result::complete, result::completeExceptionally));
        return result;
    }
}
