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

    /**
     * The ids of the people behind the addresses. A new address becomes a new person, which is committed when the
     * {@code Uni} ends. An address of an erased person becomes that person again.
     */
    Uni<Map<Address, PersonId>> resolve(PortfolioId portfolio, Collection<Address> addresses);

    /** The people behind those of the addresses that are known. */
    Uni<Map<Address, PersonId>> find(PortfolioId portfolio, Collection<Address> addresses);

    /** The person behind an address, if it is known. */
    default Uni<Optional<PersonId>> find(PortfolioId portfolio, Address address) {
        return find(portfolio, List.of(address)).map(found -> Optional.ofNullable(found.get(address)));
    }

    /**
     * Records each address as another name of its person. An address that already names somebody keeps naming them, and
     * an erased person gets no name.
     */
    Uni<Void> link(PortfolioId portfolio, Map<Address, PersonId> aliases);

    /** The same for one address. */
    default Uni<Void> link(PortfolioId portfolio, PersonId person, Address alias) {
        return link(portfolio, Map.of(alias, person));
    }
}
