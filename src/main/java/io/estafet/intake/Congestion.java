package io.estafet.intake;

import io.estafet.clock.LastTime;
import io.estafet.clock.Lateness;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Decides whether a failed call means that the server is away or that this replica is busy. A server that has answered
 * any call since this one was sent is there. So may be one whose answers this replica was too late to read.
 * Thread-safe.
 */
final class Congestion {

    private static final String BUSY = "BusyException";

    private final LastTime answered = new LastTime();
    private final Lateness lateness;
    private final IntakeCode away;
    private final Duration deadline;

    /**
     * @param away what is said of the server when it does not answer
     * @param deadline of one call; when its end is reported much later, this replica was late
     */
    Congestion(Lateness lateness, IntakeCode away, Duration deadline) {
        this.lateness = lateness;
        this.away = away;
        this.deadline = deadline;
    }

    /** The server answered somebody. */
    void answered() {
        answered.note();
    }

    /** @param askedNanos when the question was asked that failed so */
    IntakeCode code(Throwable failure, long askedNanos) {
        lateness.noted(Duration.ofNanos(System.nanoTime() - askedNanos).minus(deadline));
        boolean ours = answered.isSince(askedNanos) || lateness.isSince(askedNanos);
        return isBusy(failure) || (ours && isLate(failure)) ? IntakeCode.BUSY : away;
    }

    /** The clients' pools and our own lines say so by the names of their exceptions. */
    private static boolean isBusy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getSimpleName().endsWith(BUSY)) {
                return true;
            }
        }
        return false;
    }

    /** A refused connection, for one, is no matter of time. */
    private static boolean isLate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof io.smallrye.mutiny.TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
