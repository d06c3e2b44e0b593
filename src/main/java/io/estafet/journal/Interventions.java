package io.estafet.journal;

import io.estafet.message.MessageId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** What a caller may still do to a message that was accepted. Another tenant's message does not exist. */
public interface Interventions {

    /** Cancels a message that waits; of a cancel and a right to send at once, exactly one comes through. */
    Uni<Cancellation> cancel(TenantId tenant, MessageId id, Instant at);

    /**
     * Puts a message back: a failed one, an expired one (with a new expiry), an unknown one when forced. A message
     * whose expiry has passed needs a new one; an erased one stays where it is. The caller enqueues it.
     */
    Uni<Redrive> redrive(TenantId tenant, MessageId id, Optional<Instant> expiresAt, boolean force, Instant at);

    /** @param state where the message stands now; empty when there is none */
    record Cancellation(boolean cancelled, Optional<State> state) {}

    /**
     * The answer of a redrive.
     *
     * @param message present exactly when it was put back
     * @param state where the message stood; empty when there is none
     */
    record Redrive(Answer answer, Optional<OpenMessage> message, Optional<State> state) {}

    /** What a redrive came to. */
    enum Answer {
        PUT_BACK,
        NO_SUCH_MESSAGE,
        /** Its person was erased, and with them what it said. */
        ERASED,
        NOT_AT_ITS_END,
        /** Its number is in another portfolio now: nobody takes from the queue of the one that it was accepted in. */
        NUMBER_MOVED,
        NEEDS_EXPIRY,
        NEEDS_FORCE
    }
}
