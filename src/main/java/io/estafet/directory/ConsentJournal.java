package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentByte;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The committed consents. Every write leaves a {@link Debt} that stands until Redis has taken the change. */
public interface ConsentJournal {

    /** Commits the changes of one portfolio, in order. */
    Uni<Debt> record(PortfolioId portfolio, List<ConsentChange> changes, Map<Address, PersonId> people);

    /** Commits a stop given to WhatsApp, or its end. */
    Uni<Debt> recordStop(PortfolioId portfolio, PersonId person, boolean stopped, Instant at);

    Uni<ConsentByte> state(PortfolioId portfolio, PersonId person);

    Uni<List<ConsentRecord>> history(PortfolioId portfolio, PersonId person, int limit);
}
