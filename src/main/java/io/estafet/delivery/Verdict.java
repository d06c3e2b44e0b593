package io.estafet.delivery;

import io.estafet.message.Backoff;
import io.estafet.message.Reason;
import io.estafet.message.State;
import java.time.Duration;
import java.util.Optional;

/**
 * What a result means for the message and for those behind it.
 *
 * @param state {@code sent}, {@code held}, {@code failed} or {@code unknown}
 * @param retryAfter for {@code held}: how long to wait
 * @param countsAsTry true for a transient error that is neither throttling nor a pause
 * @param refund true when the charge against the limits is given back
 * @param pause what is to be paused, when more than this message is concerned
 * @param slowDown true when the number's in-flight limit is cut
 * @param windowClosed true when WhatsApp says that this person's window is closed, so that our record of it is to be
 *     corrected; with {@code held}, the message's fallback goes next
 */
public record Verdict(
        State state,
        Optional<Reason> reason,
        Optional<Duration> retryAfter,
        Optional<String> wamid,
        Optional<String> detail,
        boolean countsAsTry,
        boolean refund,
        Optional<Pause> pause,
        boolean slowDown,
        boolean windowClosed) {

    public Verdict {
        if (reason.isPresent() && reason.get().state() != state) {
            throw new IllegalArgumentException(reason.get() + " does not explain " + state);
        }
        if ((state == State.HELD) != retryAfter.isPresent() || (state == State.SENT) != wamid.isPresent()) {
            throw new IllegalArgumentException("held has a time, sent has a wamid, and nothing else has");
        }
    }

    /**
     * A pause that the answer asks for. {@link Scope#PERSON} with {@code opted-out} asks that the person's opt-out be
     * recorded; {@link Scope#TEMPLATE} with {@code template-disabled} asks that the template be recorded as disabled.
     *
     * @param duration the pause as this message's own past determines it
     * @param backoff for templates and people, which have a past of their own
     */
    public record Pause(Scope scope, Reason reason, Duration duration, Backoff backoff) {}

    /** What a pause covers. */
    public enum Scope {
        MESSAGE,
        PAIR,
        PERSON,
        TEMPLATE,
        NUMBER,
        /** All numbers of the WhatsApp business account. */
        ACCOUNT,
        /** All numbers that use the same access token, in whichever account. */
        TOKEN
    }
}
