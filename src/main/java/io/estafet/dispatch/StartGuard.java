package io.estafet.dispatch;

/**
 * The last word on the pace, at our own socket: never more starts in any second than the number's throughput, however
 * late some of them are. Admission spaces the instants; this holds when a stall lets several instants pass at once.
 */
final class StartGuard {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long[] starts;
    private int next;
    private long count;

    StartGuard(int throughput) {
        this.starts = new long[throughput];
    }

    int throughput() {
        return starts.length;
    }

    /** How long to wait before one more start, in nanoseconds; 0 for not at all. */
    long waitNanos(long nowNanos) {
        if (count < starts.length) {
            return 0;
        }
        // The oldest of the last "throughput" starts must be more than a second ago.
        long wait = starts[next] + SECOND_NANOS + 1 - nowNanos;
        return Math.max(0, wait);
    }

    void started(long nowNanos) {
        starts[next] = nowNanos;
        next = next + 1 == starts.length ? 0 : next + 1;
        count++;
    }
}
