package io.estafet.dispatch;

import io.vertx.core.Vertx;

/** Runs one action at the earliest of the times that were asked for. Used on the loop's context only. */
final class LoopTimer {

    private static final long NONE = -1;

    private final Vertx vertx;
    private final Runnable action;
    private long timer = NONE;
    private long dueNanos;

    LoopTimer(EventLoop loop, Runnable action) {
        this.vertx = loop.context().owner();
        this.action = action;
    }

    /** Runs the action after this time, unless it runs sooner anyway. */
    void runWithin(long millis) {
        long due = System.nanoTime() + millis * 1_000_000;
        if (timer != NONE && dueNanos - due <= 0) {
            return;
        }
        cancel();
        dueNanos = due;
        timer = vertx.setTimer(Math.max(1, millis), id -> {
            timer = NONE;
            action.run();
        });
    }

    void cancel() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
