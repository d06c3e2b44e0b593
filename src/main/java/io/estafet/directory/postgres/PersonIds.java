package io.estafet.directory.postgres;

import io.estafet.message.PersonId;
import java.util.Collection;

/** Persons as the array that PostgreSQL takes. */
final class PersonIds {

    private PersonIds() {}

    static Long[] array(Collection<PersonId> persons) {
        return persons.stream().map(PersonId::value).toArray(Long[]::new);
    }
}
