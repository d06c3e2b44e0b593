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
 * @param countsAsTry true for a transient error that is neither throttling nor a pause, and for an unknown outcome
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

    private static final String NO_STATUS = "no status arrived";

    /** A right that was not used: the message waits on, and the attempt does not count as a try. */
    public static AttemptOutcome notBegun(AttemptId attempt, Instant at) {
        return held(attempt, Optional.empty(), "not begun in time", at);
    }

    /** An attempt whose end nobody recorded: its worker died, and WhatsApp may have the message. */
    public static AttemptOutcome unanswered(AttemptId attempt, Instant at) {
        String detail = "no record of the attempt's end";
        return new AttemptOutcome(
                attempt, State.UNKNOWN, none(), none(), none(), Optional.of(detail), true, false, true, at);
    }

    /** No status told what became of the attempt: a new attempt follows at once. */
    public static AttemptOutcome silent(AttemptId attempt, Instant at) {
        return held(attempt, Optional.of(at), NO_STATUS, at);
    }

    /**
     * No status told what became of the attempt, and the message is given up. The charge stays: it may have been
     * delivered.
     */
    public static AttemptOutcome givenUp(AttemptId attempt, Reason reason, Instant at) {
        return new AttemptOutcome(
                attempt,
                State.FAILED,
                Optional.of(reason),
                none(),
                none(),
                Optional.of(NO_STATUS),
                false,
                false,
                false,
                at);
    }

    private static AttemptOutcome held(AttemptId attempt, Optional<Instant> until, String detail, Instant at) {
        return new AttemptOutcome(
                attempt,
                State.HELD,
                Optional.of(Reason.RETRY),
                until,
                none(),
                Optional.of(detail),
                false,
                false,
                false,
                at);
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }
}
