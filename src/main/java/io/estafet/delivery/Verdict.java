package io.estafet.delivery;

import io.estafet.message.Backoff;
import io.estafet.message.Reason;
import io.estafet.message.State;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a result means for the message and for those behind it.
 *
 * @param state {@code sent}, {@code held}, {@code failed} or {@code unknown}
 * @param retryAfter for {@code held}: how long to wait
 * @param effects what follows besides the state
 * @param pause what is to be paused, when more than this message is concerned
 */
public record Verdict(
        State state,
        Optional<Reason> reason,
        Optional<Duration> retryAfter,
        Optional<String> wamid,
        Optional<String> detail,
        Set<Effect> effects,
        Optional<Pause> pause) {

    private static final int DETAIL_CHARACTERS = 500;

    /** What follows from an answer besides the message's state. */
    public enum Effect {
        /**
         * The attempt is a try: its error is transient and neither throttling nor a pause, or its outcome is unknown.
         */
        COUNTS_AS_TRY,
        /** The charge against the limits is given back. */
        REFUND,
        /** The number's in-flight limit is cut. */
        SLOW_DOWN,
        /**
         * WhatsApp says that this person's window is closed: our record of it is corrected. With {@code held}, the
         * message's fallback goes next.
         */
        WINDOW_CLOSED
    }

    public Verdict {
        effects = Set.copyOf(effects);
        if (reason.isPresent() && reason.get().state() != state) {
            throw new IllegalArgumentException(reason.get() + " does not explain " + state);
        }
        if ((state == State.HELD) != retryAfter.isPresent() || (state == State.SENT) != wamid.isPresent()) {
            throw new IllegalArgumentException("held has a time, sent has a wamid, and nothing else has");
        }
    }

    static Verdict sent(String wamid, Optional<String> detail) {
        return new Verdict(
                State.SENT, Optional.empty(), Optional.empty(), Optional.of(wamid), detail, Set.of(), Optional.empty());
    }

    static Verdict held(Reason reason, Duration wait, String detail) {
        return unsent(State.HELD, Optional.of(reason), Optional.of(wait), detail);
    }

    static Verdict failed(Reason reason, String detail) {
        return unsent(State.FAILED, Optional.of(reason), Optional.empty(), detail);
    }

    static Verdict unknown(String detail) {
        return unsent(State.UNKNOWN, Optional.empty(), Optional.empty(), detail);
    }

    private static Verdict unsent(State state, Optional<Reason> reason, Optional<Duration> wait, String detail) {
        String cut = detail.length() <= DETAIL_CHARACTERS ? detail : detail.substring(0, DETAIL_CHARACTERS);
        return new Verdict(state, reason, wait, Optional.empty(), Optional.of(cut), Set.of(), Optional.empty());
    }

    Verdict with(Effect effect) {
        Set<Effect> all = EnumSet.of(effect);
        all.addAll(effects);
        return new Verdict(state, reason, retryAfter, wamid, detail, all, pause);
    }

    Verdict with(Effect effect, boolean applies) {
        return applies ? with(effect) : this;
    }

    Verdict with(Optional<Pause> asked) {
        return new Verdict(state, reason, retryAfter, wamid, detail, effects, asked);
    }

    public boolean countsAsTry() {
        return effects.contains(Effect.COUNTS_AS_TRY);
    }

    public boolean refund() {
        return effects.contains(Effect.REFUND);
    }

    public boolean slowDown() {
        return effects.contains(Effect.SLOW_DOWN);
    }

    public boolean windowClosed() {
        return effects.contains(Effect.WINDOW_CLOSED);
    }

    /** Whether more than this message is concerned. */
    public boolean concernsOthers() {
        return pause.isPresent() || windowClosed();
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
