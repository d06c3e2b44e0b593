package io.estafet.sender;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import java.util.Collection;
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

    /** Grows whenever anything of the directory has changed for this replica: what waited for a change may go now. */
    long version();
}
