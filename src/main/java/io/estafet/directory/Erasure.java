package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Erases what names a person in the directory: addresses, opt-ins and the history of consents. What the person refused,
 * and the count against the limit, stay under the bare id. Keyed hashes of the addresses lead back to that id when
 * somebody addresses the person again.
 */
public interface Erasure {

    /** The person's current addresses; nobody has more than a few. Empty for a person that was erased. */
    Uni<List<Address>> names(PortfolioId portfolio, PersonId person);

    /** The id of the erased person that an address once named. What the person refused is kept under this id. */
    Uni<Optional<PersonId>> erased(PortfolioId portfolio, Address address);

    /**
     * Erases a person. The {@code Uni} ends when the erasure is committed, and Redis has taken it or will take it. A
     * repeated call changes nothing.
     */
    Uni<Void> erase(PortfolioId portfolio, PersonId person);

    /**
     * A part of the program outside the directory that keeps what names a person, and erases it when asked. The
     * directory's own erasure comes last: as long as a station fails, the person is still found, and the call can be
     * repeated.
     */
    interface Station {

        /**
         * Erases the person's addresses and what was said to them and by them. A repeated call changes nothing. Fails
         * when something could not be erased now.
         *
         * @param names the person's addresses, at least one
         */
        Uni<Void> erase(PortfolioId portfolio, PersonId person, Collection<Address> names);
    }
}
