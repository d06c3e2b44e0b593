package io.estafet.journal;

import io.estafet.message.MessageId;
import io.estafet.message.State;

/**
 * The journal's answer to one {@link NewMessage}. {@code CREATED}: the message is committed; also given when the same
 * id was committed before, as after a crash of the intake. {@code REPLAYED}: the idempotency key names this earlier
 * message, and its first answer is given again. {@code KEY_REUSED}: the key was used with another body; nothing was
 * accepted. {@code CAME_BACK}: the entry of the Redis intake list was accepted before as this message; nothing was
 * accepted.
 */
public record AcceptResult(Kind kind, MessageId id, State state) {

    /** The answers. */
    public enum Kind {
        CREATED,
        REPLAYED,
        KEY_REUSED,
        CAME_BACK
    }
}
