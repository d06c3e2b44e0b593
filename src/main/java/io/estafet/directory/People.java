package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** People by internal id. */
public interface People {

    /** The ids of the people behind the addresses; an address that is new becomes a new person. Committed. */
    Uni<Map<Address, PersonId>> resolve(PortfolioId portfolio, Collection<Address> addresses);

    /** The person behind an address, if it is known. */
    Uni<Optional<PersonId>> find(PortfolioId portfolio, Address address);

    /**
     * Notes that another address is the same person; an address that is somebody already stays who it is, and a person
     * that was erased stays without a name.
     */
    Uni<Void> link(PortfolioId portfolio, PersonId person, Address alias);
}
