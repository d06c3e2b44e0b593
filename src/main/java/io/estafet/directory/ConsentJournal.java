package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentByte;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The committed consents. Every write leaves a {@link PendingProjection} in the outbox until Redis has taken the
 * change.
 */
public interface ConsentJournal {

    /** Commits the changes of one portfolio, in order. */
    Uni<PendingProjection> record(PortfolioId portfolio, List<ConsentChange> changes, Map<Address, PersonId> people);

    /** Commits a stop given to WhatsApp, or its end. */
    Uni<PendingProjection> recordStop(PortfolioId portfolio, PersonId person, boolean stopped, Instant at);

    Uni<ConsentByte> state(PortfolioId portfolio, PersonId person);

    Uni<List<ConsentRecord>> history(PortfolioId portfolio, PersonId person, int limit);
}
