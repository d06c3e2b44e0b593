package io.estafet.inbound;

import io.estafet.directory.Erasure;
import io.estafet.directory.People;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the person behind the names that WhatsApp uses, and stores names that are new. */
@Singleton
record KnownPeople(People people, Erasure erasure) {

    /**
     * The persons behind the names of each of several people: one person each, unless two of the names were two persons
     * to us before. A person of whom no name is known is new. An erased person is known again, because they wrote to
     * us. A name that occurs twice is the same person.
     */
    Uni<List<Set<PersonId>>> named(PortfolioId portfolio, List<List<Address>> all) {
        Set<Address> names = all.stream().flatMap(List::stream).collect(Collectors.toSet());
        return people.find(portfolio, names)
                .map(known -> new NewNames(all, known))
                .call(fresh -> create(portfolio, fresh))
                .call(fresh -> people.link(portfolio, fresh.links()))
                .map(fresh -> all.stream().map(fresh::persons).toList());
    }

    /** The same, except that an erased person stays without a name: what they refuse is kept under their id. */
    Uni<Set<PersonId>> concerned(PortfolioId portfolio, List<Address> names) {
        return people.find(portfolio, names)
                .chain(known -> known.isEmpty()
                        ? erased(portfolio, names)
                        : Uni.createFrom().item(known))
                .chain(known -> known.isEmpty()
                        ? named(portfolio, List.of(names)).map(all -> all.get(0))
                        : linked(portfolio, names, known));
    }

    /** Stores other names of a known person. */
    Uni<Void> alsoNamed(PortfolioId portfolio, PersonId person, List<Address> names) {
        return people.find(portfolio, names).chain(known -> link(portfolio, person, names, known.keySet()));
    }

    private Uni<Map<Address, PersonId>> erased(PortfolioId portfolio, List<Address> names) {
        Map<Address, PersonId> found = new HashMap<>();
        return Unis.inTurn(
                        names,
                        name -> erasure.erased(portfolio, name)
                                .invoke(person -> person.ifPresent(id -> found.put(name, id))))
                .replaceWith(found);
    }

    private Uni<Void> create(PortfolioId portfolio, NewNames fresh) {
        return fresh.persons().isEmpty()
                ? Unis.done()
                : people.resolve(portfolio, fresh.persons())
                        .invoke(fresh::created)
                        .replaceWithVoid();
    }

    /** The persons behind the known names. The other names become names of the first, unless it was erased. */
    private Uni<Set<PersonId>> linked(PortfolioId portfolio, List<Address> names, Map<Address, PersonId> known) {
        Set<PersonId> persons = names.stream()
                .filter(known::containsKey)
                .map(known::get)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return link(portfolio, persons.iterator().next(), names, known.keySet()).replaceWith(persons);
    }

    private Uni<Void> link(PortfolioId portfolio, PersonId person, List<Address> names, Set<Address> known) {
        return people.link(
                portfolio,
                names.stream()
                        .filter(name -> !known.contains(name))
                        .distinct()
                        .collect(Collectors.toMap(Function.identity(), name -> person)));
    }
}
