package io.estafet.message;

import java.time.Duration;

/**
 * A wait that grows with each repetition.
 *
 * @param first the first wait
 * @param factor how it grows, 1 for not at all
 * @param most what it grows to
 */
public record Backoff(Duration first, int factor, Duration most) {

    public Backoff {
        if (factor < 1 || first.isNegative() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("a wait must not shrink: " + first + " by " + factor + " to " + most);
        }
    }

    /** The wait after the given number of earlier ones, without jitter. */
    public Duration after(int earlier) {
        Duration wait = first;
        for (int i = 0; i < earlier && wait.compareTo(most) < 0 && factor > 1; i++) {
            wait = wait.multipliedBy(factor);
        }
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
