package io.estafet.intake;

import io.estafet.clock.LastTime;
import io.estafet.clock.Lateness;
import io.estafet.reactive.Failures;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Decides whether a failed call means that the server is away or that this replica is busy. A server that has answered
 * any call since this one was sent is there. A server may also be there when this replica was late in reading its
 * answers. Thread-safe.
 */
final class Congestion {

    private final LastTime answered = new LastTime();
    private final Lateness lateness;
    private final IntakeCode away;
    private final Duration deadline;

    /**
     * @param away the code for a server that does not answer
     * @param deadline of one call; when its end is reported much later, this replica was late
     */
    Congestion(Lateness lateness, IntakeCode away, Duration deadline) {
        this.lateness = lateness;
        this.away = away;
        this.deadline = deadline;
    }

    /** The server has answered a call. */
    void answered() {
        answered.note();
    }

    /** @param askedNanos when the call was sent that failed */
    IntakeCode code(Throwable failure, long askedNanos) {
        lateness.noted(Duration.ofNanos(System.nanoTime() - askedNanos).minus(deadline));
        boolean ours = answered.isSince(askedNanos) || lateness.isSince(askedNanos);
        return Failures.isBusy(failure) || (ours && Failures.hasCause(failure, Congestion::isLate))
                ? IntakeCode.BUSY
                : away;
    }

    /** True for a timeout. A refused connection, for example, has nothing to do with time. */
    private static boolean isLate(Throwable cause) {
        return cause instanceof TimeoutException || cause instanceof io.smallrye.mutiny.TimeoutException;
    }
}
