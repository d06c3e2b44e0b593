package io.estafet.dispatch;

/**
 * How many messages one number may have admitted ahead of their instants, by what this replica has shown it can begin
 * in time. Without it a replica that is slower than its numbers' throughput together (a cold one, a small one) takes
 * all it may, has the rights committed, begins few, and gives the rest back for ever: a queue that does not move. The
 * rule is TCP's: grow with each start in time, first by one and above the last good size by a share, and halve when
 * some came too late. On the loop's context only.
 */
final class AdmissionWindow {

    private static final int FIRST = 64;
    private static final int LEAST = 16;
    /** Above the last good size, so many more for each whole size that begins in time. */
    private static final double STEP = 16;
    /** Growth beyond it would only make the next cut later. */
    private static final int MOST = 4096;

    private final long restNanos;
    private double size = FIRST;
    private double good = Double.MAX_VALUE;
    private long cutNanos;
    private boolean cut;

    /** @param restNanos what is late within it after a cut was admitted before the cut */
    AdmissionWindow(long restNanos) {
        this.restNanos = restNanos;
    }

    /** Admitted and not begun at most; never less than a few, so that a stall does not end the pace. */
    int most() {
        return (int) size;
    }

    /** One more request has begun in time. */
    void begun() {
        if (size < MOST) {
            size += size < good ? 1 : STEP / size;
        }
    }

    /** Some could not begin in time. */
    void late(long nowNanos) {
        if (!cut || nowNanos - cutNanos > restNanos) {
            cut = true;
            cutNanos = nowNanos;
            size = Math.max(LEAST, size / 2);
            good = size;
        }
    }
}
