package io.estafet.intake;

import io.estafet.message.MessageId;
import io.estafet.message.State;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What became of one message in the intake. */
public sealed interface IntakeResult {

    /** Applies the function for this kind of result. */
    <T> T match(Function<Accepted, T> accepted, Function<Refused, T> refused, Function<Unavailable, T> unavailable);

    /** Why the message was not accepted; empty when it was. */
    default Optional<IntakeCode> refusalCode() {
        return match(
                accepted -> Optional.empty(),
                refused -> Optional.of(refused.refusal().code()),
                unavailable -> Optional.of(unavailable.code()));
    }

    /**
     * The message is committed.
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

    /** Not accepted now; with {@code outcome-unclear} it may have been accepted. */
    record Unavailable(IntakeCode code, Duration retryAfter) implements IntakeResult {
        @Override
        public <T> T match(
                Function<Accepted, T> accepted, Function<Refused, T> refused, Function<Unavailable, T> unavailable) {
            return unavailable.apply(this);
        }
    }
}
