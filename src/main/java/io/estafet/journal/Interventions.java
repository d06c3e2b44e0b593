package io.estafet.journal;

import io.estafet.message.MessageId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/**
 * What a caller may still do to a message that was accepted. Another tenant's message is treated as one that does not
 * exist.
 */
public interface Interventions {

    /** Cancels a message that waits. When a cancel and a right to send compete, exactly one of them succeeds. */
    Uni<Cancellation> cancel(TenantId tenant, MessageId id, Instant at);

    /**
     * Puts a message back: a failed one, an expired one (with a new expiry), an unknown one when forced. A message
     * whose expiry has passed needs a new one. An erased message is not put back. The caller enqueues the message.
     */
    Uni<Redrive> redrive(TenantId tenant, MessageId id, Optional<Instant> expiresAt, boolean force, Instant at);

    /** @param state where the message stands now; empty when there is no such message */
    record Cancellation(boolean cancelled, Optional<State> state) {}

    /**
     * The answer of a redrive.
     *
     * @param message present exactly when the message was put back
     * @param state where the message stood; empty when there is no such message
     */
    record Redrive(Answer answer, Optional<OpenMessage> message, Optional<State> state) {}

    /** The possible answers of a redrive. */
    enum Answer {
        PUT_BACK,
        NO_SUCH_MESSAGE,
        /** The person was erased, and with them the message's content. */
        ERASED,
        NOT_AT_ITS_END,
        /**
         * The number is in another portfolio now. Its queue in the portfolio where the message was accepted is not
         * served.
         */
        NUMBER_MOVED,
        NEEDS_EXPIRY,
        NEEDS_FORCE
    }
}
