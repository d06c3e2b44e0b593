package io.estafet.queue;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The queue of a portfolio's numbers. Every call has a deadline and may be repeated. */
public interface Queue {

    /**
     * Puts messages at the end of their lanes, or aside when their time has not come. A message that is present
     * already, waiting or taken, stays as it is. Returns how many were new.
     */
    Uni<Integer> enqueue(PortfolioId portfolio, List<Entry> entries);

    /**
     * Enqueues messages whose request may be under way as leased, so that they are recovered when the lease ends.
     *
     * @param leaseUntilMillis one for each entry, milliseconds since the epoch
     */
    Uni<Void> enqueueTaken(PortfolioId portfolio, List<Entry> entries, List<Long> leaseUntilMillis);

    /**
     * Ends leases. Only the owner of a lease can end it. A message that is gone (Redis was emptied) is put back by
     * {@code RETRY}, {@code HOLD} and {@code BACK}; {@code DONE} leaves it out. Returns in how many milliseconds a
     * message that was freed or put back may go; empty when there is none.
     */
    Uni<OptionalLong> settle(PortfolioId portfolio, SenderId sender, String owner, List<Settlement> settlements);

    /**
     * Removes waiting messages wherever they wait; a taken message stays. Returns those that are not in the queue now.
     */
    Uni<Set<MessageId>> withdraw(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids);

    /** Whether any message of a number waits in the line of a limit. */
    Uni<Boolean> hasLine(PortfolioId portfolio, SenderId sender);

    /**
     * Moves messages from the line of a limit to the end of their lanes. Each keeps its place before later messages for
     * its person; messages that wait elsewhere stay there. Wakes nobody. Returns how many were moved.
     */
    Uni<Integer> release(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids);

    /** Returns those of the ids that are in the queue. */
    Uni<Set<MessageId>> present(PortfolioId portfolio, Collection<MessageId> ids);

    /** How many messages of a number wait in lanes, wait aside and are taken. */
    Uni<Depths> depths(PortfolioId portfolio, SenderId sender);

    /** How many messages of a portfolio the queue has: in lanes, aside and taken. */
    Uni<Long> size(PortfolioId portfolio);
}
