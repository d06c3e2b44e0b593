package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentByte;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/**
 * What people agreed to. Per category the latest {@code at} wins, at the same {@code at} what was recorded later;
 * service needs no consent. A change is committed to PostgreSQL when its {@code Uni} ends; Redis has it by then too, or
 * within a second after it is back.
 */
public interface Consents {

    /** The most changes of one call. */
    int MAX_CHANGES = 1_000;

    /** Records what people said, in the order of the list. */
    Uni<Void> put(List<ConsentChange> changes);

    /**
     * What holds now; {@link ConsentByte#NOTHING_KNOWN} for a person nobody ever spoke of. Of a person that was erased:
     * what they had refused.
     */
    Uni<ConsentByte> state(PortfolioId portfolio, Address address);

    /** What was ever said, the latest record first, at most {@code limit} of them. */
    Uni<List<ConsentRecord>> history(PortfolioId portfolio, Address address, int limit);

    /** A person stopped marketing at WhatsApp itself; only {@link #whatsAppResume} ends it. */
    Uni<Void> whatsAppStop(PortfolioId portfolio, PersonId person, Instant at);

    /** A person took the stop back at WhatsApp. One that is older than the latest stop changes nothing. */
    Uni<Void> whatsAppResume(PortfolioId portfolio, PersonId person, Instant at);
}
