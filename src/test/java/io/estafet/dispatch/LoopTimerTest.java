package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One action at the earliest of the times that were asked for. */
class LoopTimerTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final long LATER = 60_000;

    private final RecordedPorts ports = new RecordedPorts();
    private final EventLoop loop = new EventLoop(ports.context);
    private final AtomicInteger runs = new AtomicInteger();
    private final LoopTimer timer = new LoopTimer(loop, runs::incrementAndGet);

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aLaterTimeDoesNotPutTheActionOff() {
        ports.onLoop(() -> {
            timer.runWithin(20);
            timer.runWithin(LATER);
        });

        await().atMost(SOON).until(() -> runs.get() == 1);
    }

    @Test
    void anEarlierTimeTakesThePlaceOfALaterOne() {
        ports.onLoop(() -> {
            timer.runWithin(40);
            timer.runWithin(1);
        });

        pass(Duration.ofMillis(120));
        assertThat(runs).as("both times are over").hasValue(1);
    }

    @Test
    void runsAtOnceWhenTheTimeIsOver() {
        ports.onLoop(() -> timer.runWithin(0));

        await().atMost(SOON).until(() -> runs.get() == 1);
    }

    @Test
    void aCancelledActionDoesNotRun() {
        ports.onLoop(() -> {
            timer.runWithin(5);
            timer.cancel();
        });

        pass(Duration.ofMillis(50));
        assertThat(runs).hasValue(0);
    }

    @Test
    void mayBeAskedForAgainByItsOwnAction() {
        CompletableFuture<Void> twice = new CompletableFuture<>();
        LoopTimer[] again = new LoopTimer[1];
        again[0] = new LoopTimer(loop, () -> {
            if (runs.incrementAndGet() == 2) {
                twice.complete(null);
            } else {
                again[0].runWithin(1);
            }
        });

        ports.onLoop(() -> again[0].runWithin(1));

        assertThat(twice).succeedsWithin(SOON);
    }

    /** Timers of one event loop run in the order of their times: when this one is over, the earlier ones are. */
    private void pass(Duration pause) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        ports.onLoop(() -> loop.after(pause).subscribe().with(over::complete));
        assertThat(over).succeedsWithin(SOON);
    }
}
