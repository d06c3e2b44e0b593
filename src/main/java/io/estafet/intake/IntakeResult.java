package io.estafet.intake;

import io.estafet.message.MessageId;
import io.estafet.message.State;
import java.time.Duration;
import java.util.function.Function;

/** What became of one message at the door. */
public sealed interface IntakeResult {

    /** Hands this to the function of its kind. */
    <T> T match(Function<Accepted, T> accepted, Function<Refused, T> refused, Function<Unavailable, T> unavailable);

    /**
     * Committed.
     *
     * @param replayed true when the idempotency key names this earlier message
     */
    record Accepted(MessageId id, State state, boolean replayed) implements IntakeResult {
        @Override
        public <T> T match(
                Function<Accepted, T> accepted, Function<Refused, T> refused, Function<Unavailable, T> unavailable) {
            return accepted.apply(this);
        }
    }

    /** Not accepted, for good. */
    record Refused(Refusal refusal) implements IntakeResult {
        @Override
        public <T> T match(
                Function<Accepted, T> accepted, Function<Refused, T> refused, Function<Unavailable, T> unavailable) {
            return refused.apply(this);
        }
    }

    /** Not accepted now; with {@code outcome-unclear} it may have been. */
    record Unavailable(IntakeCode code, Duration retryAfter) implements IntakeResult {
        @Override
        public <T> T match(
                Function<Accepted, T> accepted, Function<Refused, T> refused, Function<Unavailable, T> unavailable) {
            return unavailable.apply(this);
        }
    }
}
