package io.estafet.queue;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Hints between replicas: which numbers have new work, and which replicas are alive. A lost hint costs time only: every
 * number is also looked at now and then without one.
 */
public interface Wakes {

    /** Tells the replicas that the numbers have work. Never fails: a hint that cannot be given is dropped. */
    Uni<Void> wake(PortfolioId portfolio, Collection<SenderId> senders);

    /**
     * Gives a sign of life of this replica. Returns the hints after the given number, and the replicas that are alive.
     */
    Uni<News> poll(String replica, long after);

    /** @param seq number of the latest hint; smaller than an earlier one when Redis has lost its data */
    record News(long seq, Set<String> replicas, List<Work> work) {}

    /** A number with work. */
    record Work(PortfolioId portfolio, SenderId sender) {}
}
