package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People by internal id. */
public interface People {

    /** The ids of the people behind the addresses; an address that is new becomes a new person. Committed. */
    Uni<Map<Address, PersonId>> resolve(PortfolioId portfolio, Collection<Address> addresses);

    /** The people behind those of the addresses that are known. */
    Uni<Map<Address, PersonId>> find(PortfolioId portfolio, Collection<Address> addresses);

    /** The person behind an address, if it is known. */
    default Uni<Optional<PersonId>> find(PortfolioId portfolio, Address address) {
        return find(portfolio, List.of(address)).map(found -> Optional.ofNullable(found.get(address)));
    }

    /**
     * Notes that each address is another name of its person; an address that is somebody already stays who it is, and a
     * person that was erased stays without a name.
     */
    Uni<Void> link(PortfolioId portfolio, Map<Address, PersonId> aliases);

    /** The same for one address. */
    default Uni<Void> link(PortfolioId portfolio, PersonId person, Address alias) {
        return link(portfolio, Map.of(alias, person));
    }
}
