package io.estafet.journal;

import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.State;
import java.time.Instant;
import java.util.Optional;

/**
 * What a status changed.
 *
 * @param change empty when the message does not exist, belongs to another number, or has moved on already
 */
public record StatusMove(StatusUpdate update, Optional<Change> change) {

    /**
     * A message that moved.
     *
     * @param category of the message that was sent: the fallback's when it was used
     * @param charged the time of the charge that the message had before; this charge is to be refunded or moved forward
     */
    public record Change(
            State from,
            State to,
            PortfolioId portfolio,
            PersonId person,
            Category category,
            Optional<Instant> charged) {}
}
