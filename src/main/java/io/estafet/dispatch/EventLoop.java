package io.estafet.dispatch;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The Vert.x context on which everything of one number's loop runs. */
record EventLoop(Context context) implements Executor {

    /** Runs a step on the context. May be called from any thread. */
    @Override
    public void execute(Runnable step) {
        context.runOnContext(v -> step.run());
    }

    /** Emits after a pause, on the context. To be subscribed to on the context. */
    Uni<Void> after(Duration pause) {
        return Uni.createFrom()
                .emitter(emitter ->
                        context.owner().setTimer(Math.max(1, pause.toMillis()), timer -> emitter.complete(null)));
    }

    /** Does work, again after a pause when it fails, until it succeeds. Emits on the context. */
    <T> Uni<T> untilDone(Duration pause, Supplier<Uni<? extends T>> work, Consumer<Throwable> log) {
        return Uni.createFrom()
                .<T>deferred(work)
                .emitOn(this)
                .onFailure()
                .invoke(log)
                .onFailure()
                .call(() -> after(pause))
                .onFailure()
                .retry()
                .indefinitely();
    }
}
