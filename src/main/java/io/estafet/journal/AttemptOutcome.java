package io.estafet.journal;

import io.estafet.message.AttemptId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of one attempt.
 *
 * @param state {@code sent}, {@code held} (a new attempt later), {@code failed}, {@code unknown}
 * @param until for {@code held}: there is no new attempt before it
 * @param wamid WhatsApp's id, for {@code sent}
 * @param detail WhatsApp's code and words; never a person's address or text
 * @param countsAsTry true for a transient error that is neither throttling nor a pause
 * @param refund true when the message's charge against the limits is given back
 * @param broke true when the attempt's worker died, or threw, before there was an outcome
 */
public record AttemptOutcome(
        AttemptId attempt,
        State state,
        Optional<Reason> reason,
        Optional<Instant> until,
        Optional<String> wamid,
        Optional<String> detail,
        boolean countsAsTry,
        boolean refund,
        boolean broke,
        Instant at) {

    /** A message that broke its worker this many times ends as {@code poison}. */
    public static final int MOST_BREAKS = 3;

    /** The outcome of an attempt whose worker did not break. */
    public AttemptOutcome(
            AttemptId attempt,
            State state,
            Optional<Reason> reason,
            Optional<Instant> until,
            Optional<String> wamid,
            Optional<String> detail,
            boolean countsAsTry,
            boolean refund,
            Instant at) {
        this(attempt, state, reason, until, wamid, detail, countsAsTry, refund, false, at);
    }
}
