package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;

/**
 * Erases what names a person in the directory: addresses, opt-ins and their history. What the person refused, and the
 * count against the limit, stay under the bare id; keyed hashes of the addresses lead back to it should somebody
 * address the person again.
 */
public interface Erasure {

    /** The {@code Uni} ends when it is committed, and Redis has it or will have it. */
    Uni<Void> erase(PortfolioId portfolio, PersonId person);

    /** A station outside the directory that keeps what names a person, and erases it when asked. */
    interface Station {

        /** Erases the person's address and the contents of messages to them; repeated, it changes nothing. */
        Uni<Void> erase(PortfolioId portfolio, PersonId person, Address address);
    }
}
