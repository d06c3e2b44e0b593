package io.estafet.message;

import java.time.Duration;

/**
 * A wait that grows with each repetition.
 *
 * @param first the first wait
 * @param factor what each wait is multiplied by; 1 keeps it constant
 * @param most the longest wait
 */
public record Backoff(Duration first, int factor, Duration most) {

    public Backoff {
        if (factor < 1 || first.isNegative() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("a wait must not shrink: " + first + " by " + factor + " to " + most);
        }
    }

    /** A wait that doubles. A first wait above the longest is cut to it. */
    public static Backoff doubling(Duration first, Duration most) {
        return new Backoff(first.compareTo(most) < 0 ? first : most, 2, most);
    }

    /** The wait that follows the given number of earlier waits, without jitter. */
    public Duration after(int earlier) {
        Duration wait = first;
        for (int i = 0; i < earlier && wait.compareTo(most) < 0 && factor > 1; i++) {
            wait = wait.multipliedBy(factor);
        }
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
