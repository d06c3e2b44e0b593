package io.estafet.delivery;

import io.estafet.message.Backoff;
import io.estafet.message.Reason;
import io.estafet.message.State;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one error code means: a row of {@code whatsapp-errors.csv}, where the columns are explained.
 *
 * @param reason the reason of {@code held}, or of {@code failed} when the outcome is {@link Outcome#FAIL}
 * @param finalReason the reason of {@code failed} when the tries are used up or the code comes in a failed status
 * @param backoff the first wait, which is also the first pause, and how it grows with each repetition
 * @param tries the most attempts with this code, when fewer than configured
 * @param heldByStatus true when a failed status with this code means a new attempt later
 */
record ErrorRow(
        int code,
        Outcome outcome,
        Reason reason,
        Reason finalReason,
        Optional<PauseRule> pause,
        Backoff backoff,
        OptionalInt tries,
        boolean refund,
        boolean slowDown,
        boolean heldByStatus) {

    /** What becomes of the message. */
    enum Outcome {
        RETRY,
        HOLD,
        FAIL,
        WINDOW
    }

    /** What the answer concerns beyond this message, and the reason of its pause. */
    record PauseRule(Verdict.Scope scope, Reason reason) {}

    ErrorRow {
        State state = outcome == Outcome.FAIL ? State.FAILED : State.HELD;
        if (reason.state() != state || finalReason.state() != State.FAILED) {
            throw new IllegalArgumentException("code " + code + ": reason of another state");
        }
    }

    /** The wait after the given number of earlier ones, without jitter. */
    Duration wait(int earlier) {
        return backoff.after(earlier);
    }
}
