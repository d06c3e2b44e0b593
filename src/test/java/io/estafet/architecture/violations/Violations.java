package io.estafet.architecture.violations;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.vertx.mutiny.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** One call of each kind. */
public final class Violations {

    void block(Uni<String> uni, CompletableFuture<String> future, BlockingQueue<String> queue, Process process)
            throws Exception {
        uni.await().indefinitely();
        future.get();
        future.join();
        new CountDownLatch(1).await();
        new Semaphore(1).acquire();
        queue.put(queue.take());
        Thread.sleep(1);
        process.waitFor();
    }

    void blockOnVertx(Vertx vertx, io.vertx.core.Future<String> future) {
        vertx.closeAndAwait();
        io.vertx.core.Future.await(future);
    }

    void subscribe(Uni<String> uni, Multi<String> multi) {
        uni.subscribe().with(item -> {});
        multi.subscribe().with(item -> {});
    }

    Multi<String> merge(Multi<String> multi, Uni<String> uni) {
        return multi.onItem()
                .transformToUni(item -> uni)
                .merge()
                .onItem()
                .transformToUniAndMerge(item -> uni)
                .flatMap(item -> Multi.createFrom().item(item));
    }

    Multi<?> buffer(Multi<String> multi, Uni<String> uni) {
        UnicastProcessor.create().onNext("");
        uni.onFailure().retry().indefinitely();
        multi.onFailure().retry().indefinitely();
        Multi.createFrom().emitter(emitter -> {});
        return multi.group().by(String::length);
    }

    Object[] now() {
        return new Object[] {
            Instant.now(),
            LocalDate.now(ZoneId.of("UTC")),
            LocalDateTime.now(ZoneId.of("UTC")),
            OffsetDateTime.now(ZoneId.of("UTC")),
            ZonedDateTime.now(ZoneId.of("UTC")),
            Clock.systemUTC(),
            InstantSource.system(),
            System.currentTimeMillis(),
            new Date()
        };
    }
}
