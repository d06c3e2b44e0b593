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
 * The messages to one person, and their erasure. An erased message keeps its id, states, times and charge. Everything
 * that names the person is removed: the address, the content, the reference, and WhatsApp's id, which contains the
 * number in base64.
 *
 * <p>Nothing is ever sent for an erased message again. A waiting message is cancelled when it is erased. A message that
 * is under way ends by its outcome or status like any other; where these would make it wait for a new attempt, it is
 * cancelled.
 */
public interface PersonMessages {

    /** Replaces the address of an erased message; no address has this form. */
    String ERASED = "(erased)";

    /** The latest messages first, without erased ones. */
    Uni<List<Recent>> recent(PortfolioId portfolio, PersonId person, int most);

    /**
     * Erases the next messages in the order of their ids, in one commit. Repeated from the start, it finds messages
     * that were accepted since.
     *
     * @param names the person's names; a campaign that contains one of them is erased too
     * @param after the last id of the previous piece; empty for the first
     * @param most the most messages of this piece
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
     * @param cancelled the messages that were waiting, by number; they are still to be withdrawn from the queue
     * @param next where the next piece begins; empty when this was the last
     */
    record Piece(Map<SenderId, List<MessageId>> cancelled, Optional<MessageId> next) {}
}
