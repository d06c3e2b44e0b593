package io.estafet.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The messages of one number that wait for their instants, in the order of these. It says when the next request may
 * begin, never faster than the throughput, and which messages come too late for theirs. Used on the loop's context
 * only.
 */
final class StartSchedule {

    private final LoopTimes times;
    private final AdmissionWindow window;
    private final Deque<InflightMessage> waiting = new ArrayDeque<>();
    private StartGuard guard;
    private int expected;

    StartSchedule(LoopTimes times) {
        this.times = times;
        this.window = new AdmissionWindow(times.lateStartNanos());
        this.guard = new StartGuard(1, times.headroomPerMille());
    }

    /** How many more messages may be admitted, given the number of free in-flight slots. */
    int room(int throughput, int free) {
        int horizon = 1 + (int) (throughput * times.aheadSeconds());
        return Math.min(free + horizon, window.most()) - waiting.size() - expected;
    }

    /** Changes the number of messages that have been admitted and have no right to send yet. */
    void expect(int messages) {
        expected += messages;
    }

    void add(InflightMessage message) {
        waiting.add(message);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Removes messages from the head that cannot begin in time, or before their expiry. */
    List<InflightMessage> removeLate(long nowNanos) {
        List<InflightMessage> late = new ArrayList<>();
        while (!waiting.isEmpty() && isLate(waiting.element(), nowNanos)) {
            late.add(waiting.remove());
        }
        if (!late.isEmpty()) {
            window.late(nowNanos);
        }
        return late;
    }

    private boolean isLate(InflightMessage message, long nowNanos) {
        return message.isTooLate(nowNanos, times.lateStartNanos()) || message.hasExpired(nowNanos);
    }

    List<InflightMessage> removeAll() {
        List<InflightMessage> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** How long the first message has to wait at a throughput, in nanoseconds; 0 when its request may begin now. */
    long waitNanos(int throughput, long nowNanos) {
        long early = waiting.element().startNanos() - nowNanos;
        if (early > 0) {
            return early;
        }
        if (guard.throughput() != throughput) {
            guard = new StartGuard(throughput, times.headroomPerMille());
        }
        return guard.waitNanos(nowNanos);
    }

    /** Removes the first message, whose request begins now. */
    InflightMessage removeFirst() {
        window.begun();
        return waiting.remove();
    }

    /** Counts a request that begins now against the pace. */
    StartGuard.Departure depart(long nowNanos) {
        return guard.begin(nowNanos);
    }
}
