package io.estafet.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Brings answers back to the Vert.x context that subscribed. Outside Vert.x they come on the connection's thread. */
final class CallersContext {

    private CallersContext() {}

    static <T> Uni<T> answer(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return caller == null ? work : work.emitOn(task -> run(task, caller));
        });
    }

    private static void run(Runnable task, Context caller) {
        if (Vertx.currentContext() == caller) {
            task.run();
        } else {
            caller.runOnContext(v -> task.run());
        }
    }
}
