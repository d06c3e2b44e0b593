package io.estafet.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.PersonId;
import io.estafet.recipient.Address;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewNamesTest {

    private static final Address A = Address.phone("+6281200000001");
    private static final Address B = Address.phone("+6281200000002");
    private static final Address U = Address.userId("ID.1");
    private static final Address V = Address.userId("ID.2");
    private static final PersonId ONE = new PersonId(1);
    private static final PersonId TWO = new PersonId(2);

    @Test
    void oneWhoWritesTwiceUnderTwoNamesIsOnePerson() {
        NewNames names = new NewNames(List.of(List.of(A, U), List.of(U)), Map.of());
        assertThat(names.persons()).containsExactly(A);

        names.created(Map.of(A, ONE));

        assertThat(names.links()).containsExactly(Map.entry(U, ONE));
        assertThat(names.persons(List.of(A, U))).containsExactly(ONE);
        assertThat(names.persons(List.of(U))).containsExactly(ONE);
    }

    @Test
    void aNewNameBesideAKnownOneIsThatPersons() {
        NewNames names = new NewNames(List.of(List.of(U, A), List.of(V, U), List.of(V)), Map.of(A, ONE));

        assertThat(names.persons()).isEmpty();
        assertThat(names.links()).containsOnly(Map.entry(U, ONE), Map.entry(V, ONE));
        assertThat(names.persons(List.of(V))).containsExactly(ONE);
    }

    @Test
    void twoKnownNamesStayTwoPersons() {
        NewNames names = new NewNames(List.of(List.of(A, U)), Map.of(A, ONE, U, TWO));

        assertThat(names.persons()).isEmpty();
        assertThat(names.links()).isEmpty();
        assertThat(names.persons(List.of(A, U))).containsExactly(ONE, TWO);
    }

    @Test
    void peopleWithoutACommonNameAreSeveral() {
        NewNames names = new NewNames(List.of(List.of(A), List.of(B), List.of(A)), Map.of());
        assertThat(names.persons()).isEqualTo(Set.of(A, B));

        names.created(Map.of(A, ONE, B, TWO));

        assertThat(names.persons(List.of(A))).containsExactly(ONE);
        assertThat(names.persons(List.of(B))).containsExactly(TWO);
    }
}
