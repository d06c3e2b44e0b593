package io.estafet.journal;

import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The messages to one person, and their erasure. An erased message keeps its id, states, times and charge, and nothing
 * that names the person: no address, no words, no reference, no id of WhatsApp's (it holds the number in base64).
 *
 * <p>Nothing is ever sent for an erased message again. What waits is cancelled with its erasure. What is under way ends
 * by its outcome or status as any other; where that would make it wait for a new attempt, it is cancelled.
 */
public interface PersonMessages {

    /** Stands for the address of an erased message; of a form that no address has. */
    String ERASED = "(erased)";

    /** The latest first, without erased ones. */
    Uni<List<Recent>> recent(PortfolioId portfolio, PersonId person, int most);

    /**
     * Erases the next messages in the order of their ids; committed together. Repeated from the start, it finds what
     * came since.
     *
     * @param names how the person is named; a campaign in which one occurs is erased too
     * @param after the last id of the piece before; empty for the first
     * @param most messages of this piece
     */
    Uni<Piece> erase(
            PortfolioId portfolio,
            PersonId person,
            Collection<String> names,
            Optional<MessageId> after,
            int most,
            Instant at);

    /** One message. */
    record Recent(MessageId id, State state, Instant acceptedAt) {}

    /**
     * What was erased at once.
     *
     * @param cancelled what waited, by number; the queue is still to forget it
     * @param next where the next piece begins; empty when this was the last
     */
    record Piece(Map<SenderId, List<MessageId>> cancelled, Optional<MessageId> next) {}
}
