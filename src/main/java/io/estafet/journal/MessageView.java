package io.estafet.journal;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message as its tenant sees it, without its content.
 *
 * @param address as the caller gave it; {@link PersonMessages#ERASED} when the person was erased
 * @param category of the message that was or would be sent: the fallback's when it is used
 * @param timeline what happened, in order; empty in lists
 */
public record MessageView(
        MessageId id,
        TenantId tenant,
        PortfolioId portfolio,
        SenderId sender,
        PersonId person,
        String address,
        Category category,
        Optional<String> campaign,
        Optional<String> reference,
        State state,
        Optional<Reason> reason,
        Optional<Instant> until,
        int attempts,
        Optional<String> wamid,
        Instant acceptedAt,
        Instant expiresAt,
        Optional<Instant> sentAt,
        List<Step> timeline) {

    /** @param detail WhatsApp's code and words, when it gave any */
    public record Step(Instant at, State state, Optional<Reason> reason, Optional<String> detail) {}

    /** Masked: holds a person's address. */
    @Override
    public String toString() {
        return "MessageView[" + id + ", " + state + "]";
    }
}
