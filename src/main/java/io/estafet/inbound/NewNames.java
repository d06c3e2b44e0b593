package io.estafet.inbound;

import io.estafet.message.PersonId;
import io.estafet.recipient.Address;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides to which persons new names belong. A new name belongs to the person of the first name beside it that
 * is known already, as if the people had written one after the other. When none is known, the person is new.
 */
final class NewNames {

    private final Map<Address, PersonId> known;
    /** From a new name to the name that says whose it is; this is the name itself when no other does. */
    private final Map<Address, Address> sameAs = new HashMap<>();

    /** @param all the names of each of the people, at least one each */
    NewNames(List<List<Address>> all, Map<Address, PersonId> known) {
        this.known = new HashMap<>(known);
        all.forEach(this::add);
    }

    private void add(List<Address> names) {
        Address same = names.stream()
                .map(name -> known.containsKey(name) ? name : sameAs.get(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(names.get(0));
        names.stream().filter(name -> !known.containsKey(name)).forEach(name -> sameAs.putIfAbsent(name, same));
    }

    /** One name of each new person. */
    Set<Address> persons() {
        return sameAs.entrySet().stream()
                .filter(name -> name.getKey().equals(name.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Notes that the new persons exist now. */
    void created(Map<Address, PersonId> persons) {
        known.putAll(persons);
    }

    /** The other new names, each with its person. */
    Map<Address, PersonId> links() {
        Map<Address, PersonId> links = new HashMap<>();
        sameAs.forEach((name, same) -> {
            PersonId person = known.get(same);
            if (!name.equals(same) && person != null) {
                links.put(name, person);
            }
        });
        return links;
    }

    /** The persons behind the names; call after the new persons were created. */
    Set<PersonId> persons(List<Address> names) {
        Set<PersonId> persons = new LinkedHashSet<>();
        for (Address name : names) {
            PersonId person = known.get(sameAs.getOrDefault(name, name));
            if (person != null) {
                persons.add(person);
            }
        }
        return persons;
    }
}
