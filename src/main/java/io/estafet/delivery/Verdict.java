package io.estafet.delivery;

import io.estafet.message.Reason;
import io.estafet.message.State;
import java.time.Duration;
import java.util.Optional;

/**
 * What a result means for the message and for those behind it.
 *
 * @param state {@code sent}, {@code held}, {@code failed} or {@code unknown}
 * @param retryAfter for {@code held}: wait so long
 * @param countsAsTry true for a transient error that is neither throttling nor a pause
 * @param refund true when the charge against the limits is given back
 * @param pause what is to be paused, when more than this message is concerned
 * @param slowDown true when the number's in-flight limit is cut
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
        boolean slowDown) {

    /** A pause that the answer asks for. */
    public record Pause(Scope scope, Reason reason, Duration duration) {}

    /** What a pause covers. */
    public enum Scope {
        MESSAGE,
        PAIR,
        PERSON,
        TEMPLATE,
        NUMBER,
        ACCOUNT
    }
}
