package io.estafet.directory.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.directory.LiveProjection;
import io.estafet.directory.Projector;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is who, and how a person is erased and comes back. */
class PersonRepositoryIT extends DirectoryTestBase {

    private final List<PersonId> projected = new ArrayList<>();
    private PersonRepository people;
    private ErasureRepository erasure;

    @BeforeEach
    void open() {
        people = people(secrets);
        erasure = new ErasureRepository(
                database,
                secrets,
                people,
                new Projector(new RecordedProjection(projected), new ProjectionOutboxRepository(database)));
    }

    @Test
    void newPeopleGetDenseIdsAndKeepThem() {
        List<Address> three = List.of(phone(), phone(), phone());

        Map<Address, PersonId> created = await(people.resolve(portfolio, three));
        Map<Address, PersonId> again = await(people(secrets).resolve(portfolio, three));

        assertThat(created.values()).containsExactlyInAnyOrder(person(1), person(2), person(3));
        assertThat(again).isEqualTo(created);
        assertThat(await(people.resolve(portfolio, List.of(phone()))).values()).containsExactly(person(4));
    }

    @Test
    void manyReplicasThatMeetTheSameStrangersAgree() {
        List<Address> strangers = IntStream.range(0, 40).mapToObj(i -> phone()).toList();

        List<Map<Address, PersonId>> answers = await(Uni.join()
                .all(Stream.generate(() -> people(secrets).resolve(portfolio, strangers))
                        .limit(6)
                        .toList())
                .andFailFast());

        assertThat(Set.copyOf(answers)).hasSize(1);
        assertThat(new TreeSet<>(
                        answers.get(0).values().stream().map(PersonId::value).toList()))
                .hasSize(40)
                .contains(1L, 40L);
    }

    @Test
    void findCreatesNobody() {
        Address known = phone();
        PersonId person = await(people.resolve(portfolio, List.of(known))).get(known);

        Map<Address, PersonId> found = await(people(secrets).find(portfolio, List.of(known, phone())));

        assertThat(found).containsExactly(Map.entry(known, person));
        assertThat(sql("SELECT FROM person_alias WHERE portfolio = $1", portfolio.value()))
                .hasSize(1);
    }

    @Test
    void portfoliosKnowPeopleEachByThemselves() {
        Address address = phone();
        await(people.resolve(portfolio, List.of(phone(), address)));

        assertThat(await(people.resolve(new PortfolioId(fresh("p")), List.of(address))))
                .containsEntry(address, person(1));
    }

    @Test
    void aSecondAddressLeadsToTheSamePersonUnlessItIsSomebodyElses() {
        Address phone = phone();
        Address taken = phone();
        Address userId = Address.userId(fresh("u"));
        Map<Address, PersonId> two = await(people.resolve(portfolio, List.of(phone, taken)));

        await(people.link(portfolio, Map.of(userId, two.get(phone), taken, two.get(phone))));
        await(people.link(portfolio, Map.of()));

        assertThat(await(people(secrets).find(portfolio, List.of(phone, userId, taken))))
                .containsEntry(userId, two.get(phone))
                .containsEntry(taken, two.get(taken));
    }

    @Test
    void anErasedPersonIsFoundByNobodyAndComesBackAsTheSame() {
        Address phone = phone();
        Address userId = Address.userId(fresh("u"));
        await(people.resolve(portfolio, List.of(phone())));
        PersonId person = await(people.resolve(portfolio, List.of(phone))).get(phone);
        await(people.link(portfolio, person, userId));
        assertThat(await(erasure.names(portfolio, person))).containsExactlyInAnyOrder(phone, userId);
        assertThat(await(erasure.erased(portfolio, phone))).isEmpty();

        await(erasure.erase(portfolio, person));

        assertThat(await(people.find(portfolio, List.of(phone, userId)))).isEmpty();
        assertThat(await(erasure.names(portfolio, person))).isEmpty();
        assertThat(await(erasure.erased(portfolio, phone))).contains(person);
        assertThat(sql(
                        "SELECT FROM person_alias WHERE portfolio = $1 AND person = $2",
                        portfolio.value(),
                        person.value()))
                .isEmpty();
        assertThat(projected).containsExactly(person);
        // A late status must not name them again.
        await(people.link(portfolio, person, userId));
        assertThat(await(people.find(portfolio, List.of(userId)))).isEmpty();
        assertThat(await(people.resolve(portfolio, List.of(phone)))).containsEntry(phone, person);
    }

    @Test
    void anErasedPersonIsRecognizedAfterTheKeyWasReplaced() {
        Address phone = phone();
        PersonId person = await(people.resolve(portfolio, List.of(phone))).get(phone);
        await(erasure.erase(portfolio, person));
        await(people.resolve(portfolio, List.of(phone())));

        PersonRepository young = people(secrets("2", 2, Map.of("1", key(0))));

        assertThat(await(young.resolve(portfolio, List.of(phone)))).containsEntry(phone, person);
    }

    private static PersonRepository people(SecretKeys keys) {
        return new PersonRepository(database, keys, PATIENT);
    }

    private record RecordedProjection(Collection<PersonId> persons) implements LiveProjection {

        @Override
        public Uni<Void> projectPersons(PortfolioId portfolio, Collection<PersonId> changed) {
            return Uni.createFrom().voidItem().invoke(() -> persons.addAll(changed));
        }

        @Override
        public Uni<Void> projectDirectory(PortfolioId portfolio) {
            return Uni.createFrom().voidItem();
        }
    }
}
