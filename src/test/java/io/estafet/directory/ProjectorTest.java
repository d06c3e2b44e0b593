package io.estafet.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which debts are paid together, and what becomes of those whose payment ends in another way. */
class ProjectorTest {

    private static final PortfolioId HERE = new PortfolioId("here");
    private static final PortfolioId THERE = new PortfolioId("there");

    private final Takes redis = new Takes();
    private final Settled settled = new Settled();
    private final Projector projector = new Projector(redis, settled);

    @Test
    void whatComesWhileOneIsPaidIsPaidTogether() {
        // Given
        UniAssertSubscriber<Void> first = pay(person(1));

        // When
        List<UniAssertSubscriber<Void>> others =
                LongStream.range(2, 100).mapToObj(id -> pay(person(id))).toList();
        redis.answer(0);
        redis.answer(1);

        // Then
        first.assertCompleted();
        others.forEach(UniAssertSubscriber::assertCompleted);
        assertThat(redis.persons).hasSize(2);
        assertThat(redis.persons.get(1)).hasSize(98);
        assertThat(settled.ids).hasSize(99);
    }

    @Test
    void anotherPortfolioAndTheDirectoryDoNotWait() {
        // Given
        pay(person(1));

        // When
        UniAssertSubscriber<Void> there = pay(new Debt(2, THERE, Optional.of(List.of(new PersonId(2)))));
        UniAssertSubscriber<Void> directory = pay(new Debt(3, HERE, Optional.empty()));
        redis.answer(1);
        redis.answer(2);

        // Then
        there.assertCompleted();
        directory.assertCompleted();
        assertThat(settled.ids).containsExactlyInAnyOrder(2L, 3L);
    }

    @Test
    void noPaymentIsOfMorePeopleThanRedisTakesAtOnce() {
        // Given
        pay(person(1));

        // When
        List<UniAssertSubscriber<Void>> imports = IntStream.range(0, 5)
                .mapToObj(i -> pay(debt(1_000 * (i + 1), 1_000)))
                .toList();
        IntStream.range(0, 4).forEach(redis::answer);

        // Then
        imports.forEach(UniAssertSubscriber::assertCompleted);
        assertThat(redis.persons).extracting(Set::size).containsExactly(1, 1_000, 2_000, 2_000);
        assertThat(settled.ids).hasSize(6);
    }

    @Test
    void aStopDoesNotWaitForImports() {
        // Given
        List<UniAssertSubscriber<Void>> imports = IntStream.range(0, 100)
                .mapToObj(i -> pay(debt(1_000 * (i + 1), 1_000)))
                .toList();

        // When
        UniAssertSubscriber<Void> stop = pay(person(1));
        redis.answer(1);

        // Then
        stop.assertCompleted();
        imports.forEach(UniAssertSubscriber::assertNotTerminated);
        assertThat(settled.ids).containsExactly(1L);
    }

    @Test
    void aDebtThatRedisDoesNotTakeStaysAndHurtsNobody() {
        // Given
        UniAssertSubscriber<Void> first = pay(person(1));
        UniAssertSubscriber<Void> second = pay(person(2));

        // When
        redis.fail(0);
        redis.answer(1);

        // Then
        first.assertCompleted();
        second.assertCompleted();
        assertThat(settled.ids).containsExactly(2L);
    }

    @Test
    void aCallerWhoGivesUpKeepsNobodyWaiting() {
        // Given
        UniAssertSubscriber<Void> first = pay(person(1));
        UniAssertSubscriber<Void> impatient = pay(person(2));
        UniAssertSubscriber<Void> joined = pay(person(3));

        // When
        impatient.cancel();
        UniAssertSubscriber<Void> later = pay(person(4));
        redis.answer(0);
        redis.answer(1);

        // Then
        first.assertCompleted();
        joined.awaitItem(Duration.ofSeconds(5));
        later.assertCompleted();
        assertThat(settled.ids).contains(1L, 4L).doesNotContain(2L);
    }

    @Test
    void aFollowerWhoGivesUpTakesNobodyWithHim() {
        // Given
        UniAssertSubscriber<Void> first = pay(person(1));
        UniAssertSubscriber<Void> leader = pay(person(2));
        UniAssertSubscriber<Void> impatient = pay(person(3));
        UniAssertSubscriber<Void> patient = pay(person(4));

        // When
        impatient.cancel();
        UniAssertSubscriber<Void> later = pay(person(5));
        redis.answer(0);
        redis.answer(1);

        // Then
        first.assertCompleted();
        leader.assertCompleted();
        patient.awaitItem(Duration.ofSeconds(5));
        later.awaitItem(Duration.ofSeconds(5));
        assertThat(settled.ids).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    private UniAssertSubscriber<Void> pay(Debt debt) {
        return projector.pay(debt).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static Debt person(long id) {
        return debt(id, 1);
    }

    private static Debt debt(long id, int persons) {
        return new Debt(
                id,
                HERE,
                Optional.of(LongStream.range(id, id + persons)
                        .mapToObj(PersonId::new)
                        .toList()));
    }

    /** Takes that end when the test says so. */
    private static final class Takes implements LiveProjection {

        private final List<CompletableFuture<Void>> ends = new ArrayList<>();
        private final List<Set<PersonId>> persons = new ArrayList<>();

        @Override
        public Uni<Void> projectPersons(PortfolioId portfolio, Collection<PersonId> some) {
            persons.add(new HashSet<>(some));
            return take();
        }

        @Override
        public Uni<Void> projectDirectory(PortfolioId portfolio) {
            return take();
        }

        private Uni<Void> take() {
            CompletableFuture<Void> end = new CompletableFuture<>();
            ends.add(end);
            return Uni.createFrom().completionStage(end);
        }

        void answer(int number) {
            ends.get(number).complete(null);
        }

        void fail(int number) {
            ends.get(number).completeExceptionally(new IllegalStateException("Redis is away"));
        }
    }

    private static final class Settled implements Debts {

        private final List<Long> ids = new ArrayList<>();

        @Override
        public Uni<List<Debt>> outstanding(Duration age, long after, int limit) {
            return Uni.createFrom().item(List.of());
        }

        @Override
        public Uni<Void> settle(Collection<Debt> debts) {
            debts.forEach(debt -> ids.add(debt.id()));
            return Uni.createFrom().voidItem();
        }
    }
}
