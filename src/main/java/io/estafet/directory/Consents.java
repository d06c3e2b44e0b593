package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentByte;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/**
 * What people agreed to. Per category the change with the latest {@code at} wins; of changes with the same {@code at}
 * the one that was recorded later wins. Service needs no consent. A change is committed to PostgreSQL when its {@code
 * Uni} ends. Redis has taken it by then too, or takes it within a second after Redis is back.
 */
public interface Consents {

    /** The most changes of one call. */
    int MAX_CHANGES = 1_000;

    /** Records what people said, in the order of the list. */
    Uni<Void> put(List<ConsentChange> changes);

    /**
     * The consent that holds now; {@link ConsentByte#NOTHING_KNOWN} for a person of whom nothing was ever recorded. For
     * an erased person it is what they had refused.
     */
    Uni<ConsentByte> state(PortfolioId portfolio, Address address);

    /** Everything that was recorded, the latest first, at most {@code limit} records. */
    Uni<List<ConsentRecord>> history(PortfolioId portfolio, Address address, int limit);

    /** Records that a person stopped marketing at WhatsApp itself. Only {@link #whatsAppResume} ends the stop. */
    Uni<Void> whatsAppStop(PortfolioId portfolio, PersonId person, Instant at);

    /**
     * Records that a person took the stop back at WhatsApp. A resume that is older than the latest stop changes
     * nothing.
     */
    Uni<Void> whatsAppResume(PortfolioId portfolio, PersonId person, Instant at);
}
