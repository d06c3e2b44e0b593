package io.estafet.outcome;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import java.time.Instant;
import java.util.Optional;

/**
 * What the journal knows of a message that is not at its end, as far as the queue needs it.
 *
 * @param category and template of what is to be sent: the fallback's when it is used
 * @param deadline of the latest attempt, when there was one
 */
public record OpenMessage(
        MessageId id,
        PortfolioId portfolio,
        SenderId sender,
        PersonId person,
        Category category,
        Optional<String> template,
        Optional<String> fallbackTemplate,
        Optional<Category> fallbackCategory,
        boolean fallbackUsed,
        State state,
        Optional<Reason> reason,
        Optional<Instant> until,
        int attempts,
        Optional<Instant> deadline,
        Instant expiresAt) {}
