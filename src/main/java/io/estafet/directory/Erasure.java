package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Erases what names a person in the directory: addresses, opt-ins and their history. What the person refused, and the
 * count against the limit, stay under the bare id; keyed hashes of the addresses lead back to it should somebody
 * address the person again.
 */
public interface Erasure {

    /** How the person is named now; nobody has more than a few names. Empty for one that was erased. */
    Uni<List<Address>> names(PortfolioId portfolio, PersonId person);

    /** The id of the erased person that an address once named, under which is kept what they refused. */
    Uni<Optional<PersonId>> erased(PortfolioId portfolio, Address address);

    /** The {@code Uni} ends when it is committed, and Redis has it or will have it. Repeated, it changes nothing. */
    Uni<Void> erase(PortfolioId portfolio, PersonId person);

    /**
     * A station outside the directory that keeps what names a person, and erases it when asked. The directory's own
     * erasure comes last: as long as a station fails, the person is still found, and the call can be repeated.
     */
    interface Station {

        /**
         * Erases the person's addresses and what was said to them and by them; repeated, it changes nothing. Fails when
         * something could not be erased now.
         *
         * @param names how the person is named, one at least
         */
        Uni<Void> erase(PortfolioId portfolio, PersonId person, Collection<Address> names);
    }
}
