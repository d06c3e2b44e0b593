package io.estafet.admission;

import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes a portfolio's state in Redis anew, from what the journal and the directory know. */
public interface Restoring {

    /** True when the portfolio's state is whole and was loaded into the Redis process that answers. */
    Uni<Boolean> isReady(PortfolioId portfolio);

    /** True when the set of the portfolio's numbers exists and this number is not in it: its keys were never made. */
    Uni<Boolean> isNew(PortfolioId portfolio, SenderId number);

    /**
     * Deletes all keys of the portfolio except readable pauses, also those of numbers that have left it, and marks the
     * new, empty keys.
     */
    Uni<Cleared> clear(PortfolioId portfolio, Collection<SenderId> senders);

    /** Enters live charges; a person's latest charge counts. */
    Uni<Void> charge(PortfolioId portfolio, List<LiveCharge> charges);

    /** Enters until when the pair rate of each person has been used. */
    Uni<Void> pairs(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> usedUntil);

    /** Enters until when a request to a person may be under way. */
    Uni<Void> busy(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> until);

    /**
     * Marks the portfolio as ready; the pace begins a second later. Returns false, and marks nothing, when another
     * Redis process answers than the one that was cleared, or when one of the keys was deleted meanwhile.
     */
    Uni<Boolean> complete(PortfolioId portfolio, Collection<SenderId> senders, String process, long epoch);

    /**
     * What was cleared, and when.
     *
     * @param process mark of the Redis process, for {@link #complete}
     * @param at by the clock of Redis, by which charges, leases and paces are counted
     */
    record Cleared(String process, Instant at) {}

    /** One message's charge. */
    record LiveCharge(MessageId message, SenderId sender, PersonId person, Instant at) {}
}
