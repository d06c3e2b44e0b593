package io.estafet.dispatch;

/**
 * The last word on the pace, at our own socket: never more requests leave in any second than the number's throughput,
 * however late some of them are. Admission spaces the instants; this holds when a stall, or a connection that has to be
 * made first, lets several requests leave at once. What has begun and not left yet counts as leaving now.
 */
final class StartGuard {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 1_000_000L;

    private final long[] left;
    private int next;
    private long count;
    private int leaving;

    StartGuard(int throughput) {
        this.left = new long[throughput];
    }

    int throughput() {
        return left.length;
    }

    /** How long to wait before one more may begin, in nanoseconds; 0 for not at all. */
    long waitNanos(long nowNanos) {
        int free = left.length - leaving;
        if (free <= 0) {
            return LOOK_AGAIN_NANOS;
        }
        if (count < free) {
            return 0;
        }
        // With those that are leaving, this one makes a second's worth since the one that left "free" requests ago.
        long since = left[Math.floorMod(next - free, left.length)];
        return Math.max(0, since + SECOND_NANOS + 1 - nowNanos);
    }

    void begun() {
        leaving++;
    }

    void left(long nowNanos) {
        leaving--;
        left[next] = nowNanos;
        next = next + 1 == left.length ? 0 : next + 1;
        count++;
    }

    /** It ended before it left. */
    void neverLeft() {
        leaving--;
    }
}
