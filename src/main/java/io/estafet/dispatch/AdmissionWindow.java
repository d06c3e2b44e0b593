package io.estafet.dispatch;

/**
 * How many messages one number may have admitted ahead of their instants. The size follows what this replica has shown
 * it can begin in time. Without the window, a replica that is slower than the throughput of its numbers together (a
 * cold or a small one) takes all it may, has the rights committed, begins few and gives the rest back, for ever: the
 * queue does not move. The rule is TCP's: grow with each start in time, first by one, and above the last good size by a
 * share; halve when some messages came too late. Used on the loop's context only.
 */
final class AdmissionWindow {

    private static final int FIRST = 64;
    private static final int LEAST = 16;
    /** Above the last good size, the window grows by this much for each whole window that begins in time. */
    private static final double STEP = 16;
    /** The largest window. Growth beyond it would only make the next cut later. */
    private static final int MOST = 4096;

    private final long restNanos;
    private double size = FIRST;
    private double good = Double.MAX_VALUE;
    private long cutNanos;
    private boolean cut;

    /** @param restNanos after a cut, how long messages that are late do not count: they were admitted before the cut */
    AdmissionWindow(long restNanos) {
        this.restNanos = restNanos;
    }

    /**
     * The most messages that are admitted and not begun. Never less than a few, so that a stall does not end the pace.
     */
    int most() {
        return (int) size;
    }

    /** One more request has begun in time. */
    void begun() {
        if (size < MOST) {
            size += size < good ? 1 : STEP / size;
        }
    }

    /** Some requests could not begin in time. */
    void late(long nowNanos) {
        if (!cut || nowNanos - cutNanos > restNanos) {
            cut = true;
            cutNanos = nowNanos;
            size = Math.max(LEAST, size / 2);
            good = size;
        }
    }
}
