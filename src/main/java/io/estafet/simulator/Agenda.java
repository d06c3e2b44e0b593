package io.estafet.simulator;

import io.vertx.core.Vertx;
import java.util.PriorityQueue;

/**
 * Actions that are due later, in real time: one queue and one periodic tick instead of a timer per message. Belongs to
 * the event loop.
 */
final class Agenda {
    private static final long TICK_MILLIS = 5;

    private final Vertx vertx;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long sequence;
    private long timer;

    private record Task(long dueNanos, long sequence, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(dueNanos - other.dueNanos, 0);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    Agenda(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Runs {@code afterTick} whenever the due tasks of a tick are done. */
    void start(Runnable afterTick) {
        timer = vertx.setPeriodic(TICK_MILLIS, id -> {
            runDue();
            afterTick.run();
        });
    }

    void in(long delayMillis, Runnable action) {
        tasks.add(new Task(System.nanoTime() + delayMillis * 1_000_000L, sequence++, action));
    }

    int size() {
        return tasks.size();
    }

    void stop() {
        vertx.cancelTimer(timer);
        tasks.clear();
    }

    private void runDue() {
        long now = System.nanoTime();
        for (Task next = tasks.peek(); next != null && next.dueNanos - now <= 0; next = tasks.peek()) {
            tasks.poll();
            next.action.run();
        }
    }
}
