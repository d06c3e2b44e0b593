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
     * Puts messages at the end of their lanes, or aside when their time has not come. An id that is present already,
     * waiting or taken, stays as it is. Answers how many were new.
     */
    Uni<Integer> enqueue(PortfolioId portfolio, List<Entry> entries);

    /**
     * Puts messages whose request may be under way where a lease holds them, so that they are recovered when it ends.
     *
     * @param leaseUntilMillis one for each entry, milliseconds since the epoch
     */
    Uni<Void> enqueueTaken(PortfolioId portfolio, List<Entry> entries, List<Long> leaseUntilMillis);

    /**
     * Ends leases. Only the owner of a lease can end it; a message that is gone (Redis was emptied) is put back by
     * {@code RETRY}, {@code HOLD} and {@code BACK}, and by {@code DONE} nothing happens. Answers in how many milliseconds
     * something that was freed or put back may go; empty when nothing was.
     */
    Uni<OptionalLong> settle(PortfolioId portfolio, SenderId sender, String owner, List<Settlement> settlements);

    /** Forgets waiting messages wherever they stand; one that is taken stays. Answers those that are gone now. */
    Uni<Set<MessageId>> withdraw(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids);

    /** Whether any message of a number waits in the line of a limit. */
    Uni<Boolean> hasLine(PortfolioId portfolio, SenderId sender);

    /**
     * Lets messages that wait in the line of a limit go on to the end of their lanes, each with its place before what
     * came later for its person; those that stand elsewhere stay there. Wakes nobody. Answers how many went on.
     */
    Uni<Integer> release(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids);

    /** Those of the ids that the queue has. */
    Uni<Set<MessageId>> present(PortfolioId portfolio, Collection<MessageId> ids);

    /** How many messages of a number wait, stand aside and are taken. */
    Uni<Depths> depths(PortfolioId portfolio, SenderId sender);

    /** How many messages of a portfolio the queue has, waiting, aside and taken. */
    Uni<Long> size(PortfolioId portfolio);
}
