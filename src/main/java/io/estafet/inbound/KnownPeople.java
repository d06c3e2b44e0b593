package io.estafet.inbound;

import io.estafet.directory.People;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the person behind the names that WhatsApp uses, and remembers the names that are new. */
@Singleton
final class KnownPeople {

    private final People people;

    KnownPeople(People people) {
        this.people = people;
    }

    /**
     * The persons behind the names, each with a name: one, unless two names were two persons to us before. A person of
     * whom no name is known is new.
     */
    Uni<Map<PersonId, Address>> named(PortfolioId portfolio, List<Address> names) {
        return find(portfolio, names)
                .chain(found -> found.persons().isEmpty()
                        ? create(portfolio, names)
                        : Uni.createFrom().item(found))
                .call(found -> link(portfolio, found))
                .map(Found::persons);
    }

    /** Remembers other names of a person that we know. */
    Uni<Void> alsoNamed(PortfolioId portfolio, PersonId person, List<Address> names) {
        return find(portfolio, names).chain(found -> link(portfolio, person, found.missing()));
    }

    private Uni<Found> find(PortfolioId portfolio, List<Address> names) {
        Found found = new Found(new LinkedHashMap<>(), new ArrayList<>());
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(
                        name -> people.find(portfolio, name).invoke(person -> found.add(name, person.orElse(null))))
                .collect()
                .last()
                .replaceWith(found);
    }

    private Uni<Found> create(PortfolioId portfolio, List<Address> names) {
        Address first = names.get(0);
        return people.resolve(portfolio, Set.of(first)).map(known -> {
            Found found = new Found(new LinkedHashMap<>(), new ArrayList<>(names.subList(1, names.size())));
            found.add(first, known.get(first));
            return found;
        });
    }

    private Uni<Void> link(PortfolioId portfolio, Found found) {
        return link(portfolio, found.persons().keySet().iterator().next(), found.missing());
    }

    private Uni<Void> link(PortfolioId portfolio, PersonId person, List<Address> names) {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(name -> people.link(portfolio, person, name))
                .collect()
                .last();
    }

    private record Found(Map<PersonId, Address> persons, List<Address> missing) {

        void add(Address name, @Nullable PersonId person) {
            if (person == null) {
                missing.add(name);
            } else {
                persons.putIfAbsent(person, name);
            }
        }
    }
}
