package io.estafet.simulator;

import java.util.Arrays;

/**
 * Counts events in the second that ends with the newest of them, exactly. Amortised O(1); its memory follows the
 * largest number of events that one second has seen. Times are monotonic nanoseconds.
 */
final class SlidingSecond {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private long[] times = new long[64];
    private int head;
    private int size;
    private int peak;

    /** Notes an event; returns how many events lie in the half-open window of 1 s that ends with it. */
    int add(long nanos) {
        // Arrival is stamped at the head of a request, but bodies may end in another order: the window must not run
        // back.
        long at = size == 0 ? nanos : Math.max(nanos, newest());
        while (size > 0 && at - times[head] >= SECOND_NANOS) {
            head = (head + 1) & (times.length - 1);
            size--;
        }
        if (size == times.length) {
            grow();
        }
        times[(head + size) & (times.length - 1)] = at;
        size++;
        peak = Math.max(peak, size);
        return size;
    }

    /** The most events seen in any window since the last {@link #resetPeak}. */
    int peak() {
        return peak;
    }

    void resetPeak() {
        peak = 0;
    }

    private long newest() {
        return times[(head + size - 1) & (times.length - 1)];
    }

    private void grow() {
        long[] larger = Arrays.copyOf(times, times.length * 2);
        for (int i = 0; i < size; i++) {
            larger[i] = times[(head + i) & (times.length - 1)];
        }
        times = larger;
        head = 0;
    }
}
