package io.estafet.directory;

import static io.estafet.directory.Registered.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class PeopleIT {

    private final PortfolioId portfolio = new PortfolioId(Registered.fresh("people"));

    @Inject
    People people;

    @Inject
    Erasure erasure;

    @Test
    void newPeopleGetDenseIdsFromOne() {
        // When
        Map<Address, PersonId> first = await(people.resolve(portfolio, phones(0, 10)));
        Map<Address, PersonId> more = await(people.resolve(portfolio, phones(5, 15)));

        // Then
        assertThat(ids(first)).containsExactlyInAnyOrderElementsOf(range(1, 10));
        assertThat(ids(more)).containsExactlyInAnyOrderElementsOf(range(6, 15));
        assertThat(more.get(phone(7))).isEqualTo(first.get(phone(7)));
    }

    @Test
    void resolversOfTheSameNewNumbersAgree() {
        // Given
        List<Uni<Map<Address, PersonId>>> resolvers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            resolvers.add(people.resolve(portfolio, phones(i, i + 40)));
        }

        // When
        List<Map<Address, PersonId>> answers =
                await(Uni.join().all(resolvers).usingConcurrencyOf(16).andCollectFailures());

        // Then
        Map<Address, Set<PersonId>> all = answers.stream()
                .flatMap(answer -> answer.entrySet().stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
        assertThat(all).hasSize(55).allSatisfy((address, ids) -> assertThat(ids).hasSize(1));
        assertThat(all.values().stream().flatMap(Set::stream).map(PersonId::value))
                .containsExactlyInAnyOrderElementsOf(range(1, 55));
    }

    @Test
    void linkedAddressIsTheSamePersonUnlessItIsSomebodyAlready() {
        // Given
        PersonId person = await(people.resolve(portfolio, phones(0, 1))).get(phone(0));
        Address userId = Address.userId("ID.31459");

        // When
        await(people.link(portfolio, person, userId));
        await(people.link(portfolio, new PersonId(99), userId));

        // Then
        assertThat(await(people.find(portfolio, userId))).contains(person);
        assertThat(await(people.resolve(portfolio, List.of(userId)))).containsEntry(userId, person);
    }

    @Test
    void erasedPersonStaysWithoutANameUntilTheyAreAddressedAgain() {
        // Given
        PersonId person = await(people.resolve(portfolio, phones(0, 1))).get(phone(0));
        await(people.link(portfolio, person, Address.userId("ID.31459")));
        assertThat(await(erasure.names(portfolio, person)))
                .containsExactlyInAnyOrder(phone(0), Address.userId("ID.31459"));

        // When
        await(erasure.erase(portfolio, person));
        await(people.link(portfolio, person, Address.userId("ID.26535")));

        // Then
        assertThat(await(people.find(portfolio, phone(0)))).isEmpty();
        assertThat(await(people.find(portfolio, Address.userId("ID.26535")))).isEmpty();
        assertThat(await(erasure.names(portfolio, person))).isEmpty();
        assertThat(await(erasure.erased(portfolio, phone(0)))).contains(person);
        assertThat(await(erasure.erased(portfolio, phone(1)))).isEmpty();
        assertThat(await(people.resolve(portfolio, List.of(Address.userId("ID.31459"))))
                        .values())
                .containsExactly(person);
    }

    @Test
    void strangersAreNotFoundAndNotMade() {
        assertThat(await(people.find(portfolio, phone(1)))).isEmpty();
        assertThat(ids(await(people.resolve(portfolio, phones(2, 3))))).containsExactly(1L);
    }

    @Test
    void portfoliosShareNobody() {
        // Given
        PortfolioId other = new PortfolioId(Registered.fresh("people"));
        await(people.resolve(portfolio, phones(0, 3)));

        // When
        Map<Address, PersonId> there = await(people.resolve(other, phones(2, 3)));

        // Then
        assertThat(ids(there)).containsExactly(1L);
    }

    private static Address phone(int number) {
        return Address.phone("+62811" + (1_000_000 + number));
    }

    private static List<Address> phones(int from, int to) {
        return IntStream.range(from, to).mapToObj(PeopleIT::phone).toList();
    }

    private static List<Long> ids(Map<Address, PersonId> people) {
        return people.values().stream().map(PersonId::value).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
