package io.estafet.outcome;

import io.estafet.message.MessageId;
import io.estafet.message.State;

/**
 * The journal's answer to one {@link Acceptance}. {@code CREATED}: committed now (also when the same id was committed
 * before, as after a crash of the intake). {@code REPLAYED}: the idempotency key names this earlier message.
 * {@code KEY_REUSED}: the key was used with another body; nothing was accepted.
 */
public record Accepted(Kind kind, MessageId id, State state) {

    /** The three answers. */
    public enum Kind {
        CREATED,
        REPLAYED,
        KEY_REUSED
    }
}
