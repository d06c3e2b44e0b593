package io.estafet.outcome;

import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The reading face of the journal for the sweeper, recovery and the rebuild of Redis. */
public interface OpenMessages {

    /** Open messages of a portfolio in the order of their ids, after the given one; waiting, sending and unknown. */
    Uni<List<OpenMessage>> page(PortfolioId portfolio, Optional<MessageId> after, int most);

    /** Waiting messages that were accepted in the given time, oldest first. */
    Uni<List<OpenMessage>> waitingAcceptedBetween(Instant from, Instant to, Optional<MessageId> after, int most);

    /** The given messages, whatever their state; those that do not exist are missing. */
    Uni<List<OpenMessage>> find(Collection<MessageId> ids);

    /** Live charges since the given instant, for the rebuild of the limits. */
    Uni<List<Charge>> charges(PortfolioId portfolio, Instant since, Optional<MessageId> after, int most);

    /** Attempts since the given instant in the order of their time, for the rebuild of the pair rate. */
    Uni<List<Start>> starts(PortfolioId portfolio, Instant since);

    /** Grows the portfolio's epoch, waits for rights under way to commit, and answers the new epoch. */
    Uni<Long> nextEpoch(PortfolioId portfolio);

    /** One message's live charge. */
    record Charge(MessageId id, SenderId sender, PersonId person, Instant countedAt) {}

    /** One attempt's time. */
    record Start(SenderId sender, PersonId person, Instant at) {}
}
