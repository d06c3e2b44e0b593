package io.estafet.journal;

import io.estafet.message.AttemptId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a status webhook says about one attempt, after its meaning was decided.
 *
 * @param sender the number that the webhook is about; a message of another number is not touched
 * @param to {@code sent}, {@code delivered}, {@code read}, {@code failed}; or {@code held} for a failed status that
 *     means a new attempt later (131047 with a fallback, 131049, 131053, 132015)
 * @param until for {@code held}: there is no new attempt before it
 * @param detail WhatsApp's code and words; never a person's address or text
 * @param useFallback for {@code held}: the fallback is sent from now on
 * @param refund for {@code failed} and {@code held}: the message's charge against the limits is given back
 * @param countsAsTry for {@code held}: the error was transient and counts, so that the attempts come to an end
 * @param at WhatsApp's time of the status
 */
public record StatusUpdate(
        AttemptId attempt,
        SenderId sender,
        String wamid,
        State to,
        Optional<Reason> reason,
        Optional<Instant> until,
        Optional<String> detail,
        boolean useFallback,
        boolean refund,
        boolean countsAsTry,
        Instant at) {

    private static final Set<State> TARGETS =
            EnumSet.of(State.SENT, State.DELIVERED, State.READ, State.FAILED, State.HELD);

    /** An update that does not count as a try; only some of {@code held} do. */
    public StatusUpdate(
            AttemptId attempt,
            SenderId sender,
            String wamid,
            State to,
            Optional<Reason> reason,
            Optional<Instant> until,
            Optional<String> detail,
            boolean useFallback,
            boolean refund,
            Instant at) {
        this(attempt, sender, wamid, to, reason, until, detail, useFallback, refund, false, at);
    }

    public StatusUpdate {
        if (!TARGETS.contains(to)) {
            throw new IllegalArgumentException("a status does not lead to " + to);
        }
    }
}
