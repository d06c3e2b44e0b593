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
 * @param effects what follows besides the state
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
        Set<Effect> effects,
        Instant at) {

    private static final Set<State> TARGETS =
            EnumSet.of(State.SENT, State.DELIVERED, State.READ, State.FAILED, State.HELD);

    /** What follows from a failed status besides the message's state. */
    public enum Effect {
        /** For {@code held}: the fallback is sent from now on. */
        USE_FALLBACK,
        /** For {@code failed} and {@code held}: the message's charge against the limits is given back. */
        REFUND,
        /** For {@code held}: the error was transient and counts, so that the attempts come to an end. */
        COUNTS_AS_TRY
    }

    public StatusUpdate {
        effects = Set.copyOf(effects);
        if (!TARGETS.contains(to)) {
            throw new IllegalArgumentException("a status does not lead to " + to);
        }
    }

    /** An update that says only where the message stands. */
    public static StatusUpdate of(AttemptId attempt, SenderId sender, String wamid, State to, Instant at) {
        return new StatusUpdate(
                attempt, sender, wamid, to, Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), at);
    }

    /** The same with why, and for {@code held} until when. */
    public StatusUpdate explained(Optional<Reason> why, Optional<Instant> notBefore, Optional<String> words) {
        return new StatusUpdate(attempt, sender, wamid, to, why, notBefore, words, effects, at);
    }

    public StatusUpdate with(Effect effect, boolean applies) {
        if (!applies) {
            return this;
        }
        Set<Effect> all = EnumSet.of(effect);
        all.addAll(effects);
        return new StatusUpdate(attempt, sender, wamid, to, reason, until, detail, all, at);
    }

    public boolean useFallback() {
        return effects.contains(Effect.USE_FALLBACK);
    }

    public boolean refund() {
        return effects.contains(Effect.REFUND);
    }

    public boolean countsAsTry() {
        return effects.contains(Effect.COUNTS_AS_TRY);
    }
}
