package io.estafet.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Brings answers back to the Vert.x context that subscribed. Outside Vert.x they come on the connection's thread. */
public final class CallersContext {

    private CallersContext() {}

    public static <T> Uni<T> answer(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return caller == null ? work.get() : work.get().emitOn(task -> caller.runOnContext(v -> task.run()));
        });
    }

    public static <T> Uni<T> answerOf(Supplier<Future<T>> work) {
        return answer(() ->
                Uni.createFrom().emitter(emitter -> work.get().onComplete(emitter::complete, emitter::fail)));
    }
}
