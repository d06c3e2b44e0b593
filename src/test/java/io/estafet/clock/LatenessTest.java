package io.estafet.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replica is late while one of its event loops does not come round, and was late when it did so at last. */
class LatenessTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final Lateness lateness = new Lateness();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isLateWhileAnEventLoopIsBlockedAndWasLateAfterwards() {
        Context loop = vertx.getOrCreateContext();
        CountDownLatch watching = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        loop.runOnContext(start -> {
            lateness.watch(vertx);
            watching.countDown();
        });
        await().atMost(BOUND).until(() -> watching.getCount() == 0);

        long blocked = System.nanoTime();
        loop.runOnContext(block -> await().atMost(BOUND).until(() -> free.getCount() == 0));
        await().atMost(BOUND).until(() -> lateness.isSince(System.nanoTime()));
        free.countDown();

        await().atMost(BOUND).until(() -> !lateness.isSince(System.nanoTime()));
        assertThat(lateness.isSince(blocked)).isTrue();
    }
}
