package io.estafet.inbound;

import io.estafet.directory.Erasure;
import io.estafet.directory.People;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the person behind the names that WhatsApp uses, and stores names that are new. */
@Singleton
final class KnownPeople {

    private final People people;
    private final Erasure erasure;

    KnownPeople(People people, Erasure erasure) {
        this.people = people;
        this.erasure = erasure;
    }

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
        return find(names, name -> people.find(portfolio, name))
                .chain(found ->
                        found.persons().isEmpty() ? find(names, name -> erasure.erased(portfolio, name)) : done(found))
                .chain(found -> found.persons().isEmpty()
                        ? named(portfolio, List.of(names)).map(all -> all.get(0))
                        : link(portfolio, found).replaceWith(found.persons()));
    }

    /** Stores other names of a known person. */
    Uni<Void> alsoNamed(PortfolioId portfolio, PersonId person, List<Address> names) {
        return find(names, name -> people.find(portfolio, name))
                .chain(found -> link(portfolio, person, found.missing()));
    }

    /** Does the work for one person after the other; nearly always there is only one. */
    static Uni<Void> each(Set<PersonId> persons, Function<PersonId, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(persons)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last();
    }

    private static Uni<Found> find(List<Address> names, Function<Address, Uni<Optional<PersonId>>> search) {
        Found found = new Found(new LinkedHashSet<>(), new ArrayList<>());
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(name -> search.apply(name).invoke(person -> found.add(name, person)))
                .collect()
                .last()
                .replaceWith(found);
    }

    private Uni<Void> create(PortfolioId portfolio, NewNames fresh) {
        return fresh.persons().isEmpty()
                ? Uni.createFrom().voidItem()
                : people.resolve(portfolio, fresh.persons())
                        .invoke(fresh::created)
                        .replaceWithVoid();
    }

    /** Links the names that are missing. Nothing is linked to a person that was erased. */
    private Uni<Void> link(PortfolioId portfolio, Found found) {
        return link(portfolio, found.persons().iterator().next(), found.missing());
    }

    private Uni<Void> link(PortfolioId portfolio, PersonId person, List<Address> names) {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(name -> people.link(portfolio, person, name))
                .collect()
                .last();
    }

    private static Uni<Found> done(Found found) {
        return Uni.createFrom().item(found);
    }

    private record Found(Set<PersonId> persons, List<Address> missing) {

        void add(Address name, Optional<PersonId> person) {
            person.ifPresentOrElse(persons::add, () -> missing.add(name));
        }
    }
}
