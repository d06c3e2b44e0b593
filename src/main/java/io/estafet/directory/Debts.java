package io.estafet.directory;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What Redis has yet to take. Committed with each change, so that no crash and no absence of Redis forgets one. */
public interface Debts {

    /**
     * Those that stand for longer than {@code age}, the oldest first: their own writer has most likely given up.
     *
     * @param after the id of the last one that is not asked for; 0: none
     */
    Uni<List<Debt>> outstanding(Duration age, long after, int limit);

    /** Redis has taken them. */
    Uni<Void> settle(Collection<Debt> debts);
}
