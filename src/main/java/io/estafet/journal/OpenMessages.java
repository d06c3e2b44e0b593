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

/** Open messages and charges, as the sweeper, the journal scan, lease recovery and the rebuild of Redis read them. */
public interface OpenMessages {

    /** Open messages of a portfolio (waiting, sending and unknown) behind the given one, in the order of their ids. */
    Uni<List<OpenMessage>> page(PortfolioId portfolio, Optional<MessageId> after, int most);

    /** Waiting messages that were accepted in the given time, oldest first. */
    Uni<List<OpenMessage>> waitingAcceptedBetween(Instant from, Instant to, Optional<MessageId> after, int most);

    /**
     * Messages of a number to the given people that are held until a limit has a free place for them.
     *
     * @param most the most messages for each of the people; the oldest ones are given
     */
    Uni<List<OpenMessage>> waitingForLimit(
            PortfolioId portfolio, SenderId sender, Collection<PersonId> people, int most);

    /** The given messages, whatever their state; messages that do not exist are missing in the answer. */
    Uni<List<OpenMessage>> find(Collection<MessageId> ids);

    /**
     * Live charges behind the given one that were counted before the given time, in the order of their time. A charge
     * that moves while the charges are read moves forward, so a later page contains it again.
     */
    Uni<List<Charge>> charges(PortfolioId portfolio, ChargeCursor from, Instant until, int most);

    /**
     * Attempts whose right was committed in the given time, in the order of that time, for the rebuild of the pair
     * rate.
     */
    Uni<List<Start>> starts(PortfolioId portfolio, Instant from, Instant until);

    /** Increments the portfolio's epoch, waits for rights under way to commit, and answers the new epoch. */
    Uni<Long> nextEpoch(PortfolioId portfolio);

    /** One message's live charge. */
    record Charge(MessageId id, SenderId sender, PersonId person, Instant countedAt) {

        /** The place behind this charge. */
        public ChargeCursor cursor() {
            return new ChargeCursor(countedAt, Optional.of(id));
        }
    }

    /**
     * A place among charges.
     *
     * @param after the message that was read last among those of that time; empty to begin with all of that time
     */
    record ChargeCursor(Instant at, Optional<MessageId> after) {

        public static ChargeCursor at(Instant at) {
            return new ChargeCursor(at, Optional.empty());
        }
    }

    /** One attempt's time. */
    record Start(SenderId sender, PersonId person, Instant at) {}
}
