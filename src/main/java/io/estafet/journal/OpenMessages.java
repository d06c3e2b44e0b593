package io.estafet.journal;

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

    /**
     * People's messages of a number that are held until a limit has room for them.
     *
     * @param most at most so many to each of the people, their oldest
     */
    Uni<List<OpenMessage>> waitingForLimit(
            PortfolioId portfolio, SenderId sender, Collection<PersonId> people, int most);

    /** The given messages, whatever their state; those that do not exist are missing. */
    Uni<List<OpenMessage>> find(Collection<MessageId> ids);

    /**
     * Live charges that were counted in the time from the given charge on, this one excluded, in the order of their
     * time. A charge that moves while it is read moves forward: who reads on finds it again.
     */
    Uni<List<Charge>> charges(PortfolioId portfolio, ChargeCursor from, Instant until, int most);

    /** Attempts in the given time, in the order of their time, for the rebuild of the pair rate. */
    Uni<List<Start>> starts(PortfolioId portfolio, Instant from, Instant until);

    /** Grows the portfolio's epoch, waits for rights under way to commit, and answers the new epoch. */
    Uni<Long> nextEpoch(PortfolioId portfolio);

    /** One message's live charge. */
    record Charge(MessageId id, SenderId sender, PersonId person, Instant countedAt) {

        /** Behind it. */
        public ChargeCursor cursor() {
            return new ChargeCursor(countedAt, Optional.of(id));
        }
    }

    /**
     * A place among charges.
     *
     * @param after the message of that time which was read last; empty for all of that time
     */
    record ChargeCursor(Instant at, Optional<MessageId> after) {

        public static ChargeCursor at(Instant at) {
            return new ChargeCursor(at, Optional.empty());
        }
    }

    /** One attempt's time. */
    record Start(SenderId sender, PersonId person, Instant at) {}
}
