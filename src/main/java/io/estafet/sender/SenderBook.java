package io.estafet.sender;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The registered numbers as this replica knows them now: at most 1 s behind a change on any replica. Answers from
 * memory; safe to ask from any thread.
 */
public interface SenderBook {

    Optional<Sender> find(SenderId id);

    Optional<Portfolio> find(PortfolioId id);

    Collection<Sender> senders();

    /** The numbers of one portfolio. */
    Collection<Sender> senders(PortfolioId portfolio);

    /** The ids of the numbers of one portfolio. */
    default List<SenderId> ids(PortfolioId portfolio) {
        return senders(portfolio).stream().map(Sender::id).toList();
    }

    /** The numbers of one WhatsApp Business Account. */
    default List<Sender> ofAccount(String wabaId) {
        return senders().stream()
                .filter(number -> number.wabaId().equals(wabaId))
                .toList();
    }

    /**
     * Grows whenever this replica learns of a change in the directory. Messages that waited for a change may go then.
     */
    long version();
}
