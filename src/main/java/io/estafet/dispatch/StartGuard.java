package io.estafet.dispatch;

/**
 * The last check of the pace, at our own socket: never more requests leave in any second than the number's throughput,
 * however late some of them are. Admission spaces the instants; the guard holds when a stall, or a connection that has
 * to be made first, lets several requests leave at once. A request that has begun and not left yet counts as leaving
 * now.
 *
 * <p>Late requests catch up a little faster than the pace, never in a burst. A burst could fall into one
 * second with the requests after it when WhatsApp receives them, and exceed the throughput there.
 */
final class StartGuard {

    private static final long SECOND_NANOS = 1_000_000_000L;

    /**
     * Share of the time that admission's headroom leaves free. It is just short of the whole, so as not to slow
     * requests that are in time.
     */
    private static final double OF_HEADROOM = 0.93;

    private static final long LOOK_AGAIN_NANOS = 1_000_000L;
    /** Timers are this coarse: the requests that a fast number spaces over this time begin together. */
    private static final long TOGETHER_NANOS = 5_000_000L;

    private static final double CATCH_UP = 0.9;

    /**
     * At most as many requests as the throughput leave within this time. It is longer than a second by what requests
     * may catch up with each other on their way: WhatsApp counts them when they arrive.
     */
    private final long windowNanos;

    private final long[] left;
    private final long spacingNanos;
    private long spacedNanos;
    private boolean any;
    private int next;
    private long count;
    private int leaving;

    /** @param headroomPerMille the part of the throughput that admission does not use */
    StartGuard(int throughput, int headroomPerMille) {
        this.windowNanos =
                SECOND_NANOS + (long) (OF_HEADROOM * SECOND_NANOS * headroomPerMille / (1_000 - headroomPerMille));
        this.left = new long[throughput];
        this.spacingNanos = (long) (SECOND_NANOS * CATCH_UP / throughput);
    }

    int throughput() {
        return left.length;
    }

    /** How long to wait before one more request may begin, in nanoseconds; 0 when it may begin now. */
    long waitNanos(long nowNanos) {
        int free = left.length - leaving;
        if (free <= 0) {
            return LOOK_AGAIN_NANOS;
        }
        long spaced = any ? Math.max(0, spacedNanos - TOGETHER_NANOS - nowNanos) : 0;
        if (count < free) {
            return spaced;
        }
        // With those that are leaving, this request makes a window's worth since the one that left "free" requests ago.
        long since = left[Math.floorMod(next - free, left.length)];
        return Math.max(spaced, since + windowNanos + 1 - nowNanos);
    }

    /** Counts one more request that begins now. */
    Departure begin(long nowNanos) {
        leaving++;
        boolean behind = any && spacedNanos - nowNanos > 0;
        spacedNanos = (behind ? spacedNanos : nowNanos) + spacingNanos;
        any = true;
        return new Departure();
    }

    /** One request on its way to the socket. It keeps its guard when the number's throughput changes. */
    final class Departure {

        private boolean counted;
        private boolean hasLeft;

        void left(long nowNanos) {
            if (leave()) {
                hasLeft = true;
                left[next] = nowNanos;
                next = next + 1 == left.length ? 0 : next + 1;
                count++;
            }
        }

        /** The request is over. One that has not left does not count. */
        void over() {
            leave();
        }

        /** Whether any of the request may have reached the API. */
        boolean hasLeft() {
            return hasLeft;
        }

        private boolean leave() {
            boolean first = !counted;
            leaving -= first ? 1 : 0;
            counted = true;
            return first;
        }
    }
}
