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

/** Which changes are projected together, and what becomes of those whose batch ends in another way. */
class ProjectorTest {

    private static final PortfolioId HERE = new PortfolioId("here");
    private static final PortfolioId THERE = new PortfolioId("there");

    private final Takes redis = new Takes();
    private final Projected projected = new Projected();
    private final Projector projector = new Projector(redis, projected);

    @Test
    void changesThatArriveDuringABatchAreProjectedTogether() {
        // Given
        UniAssertSubscriber<Void> first = project(person(1));

        // When
        List<UniAssertSubscriber<Void>> others =
                LongStream.range(2, 100).mapToObj(id -> project(person(id))).toList();
        redis.answer(0);
        redis.answer(1);

        // Then
        first.assertCompleted();
        others.forEach(UniAssertSubscriber::assertCompleted);
        assertThat(redis.persons).hasSize(2);
        assertThat(redis.persons.get(1)).hasSize(98);
        assertThat(projected.ids).hasSize(99);
    }

    @Test
    void anotherPortfolioAndTheDirectoryDoNotWait() {
        // Given
        project(person(1));

        // When
        UniAssertSubscriber<Void> there =
                project(new PendingProjection(2, THERE, Optional.of(List.of(new PersonId(2)))));
        UniAssertSubscriber<Void> directory = project(new PendingProjection(3, HERE, Optional.empty()));
        redis.answer(1);
        redis.answer(2);

        // Then
        there.assertCompleted();
        directory.assertCompleted();
        assertThat(projected.ids).containsExactlyInAnyOrder(2L, 3L);
    }

    @Test
    void noBatchHasMorePeopleThanRedisTakesAtOnce() {
        // Given
        project(person(1));

        // When
        List<UniAssertSubscriber<Void>> imports = IntStream.range(0, 5)
                .mapToObj(i -> project(change(1_000 * (i + 1), 1_000)))
                .toList();
        IntStream.range(0, 4).forEach(redis::answer);

        // Then
        imports.forEach(UniAssertSubscriber::assertCompleted);
        assertThat(redis.persons).extracting(Set::size).containsExactly(1, 1_000, 2_000, 2_000);
        assertThat(projected.ids).hasSize(6);
    }

    @Test
    void aStopDoesNotWaitForImports() {
        // Given
        List<UniAssertSubscriber<Void>> imports = IntStream.range(0, 100)
                .mapToObj(i -> project(change(1_000 * (i + 1), 1_000)))
                .toList();

        // When
        UniAssertSubscriber<Void> stop = project(person(1));
        redis.answer(1);

        // Then
        stop.assertCompleted();
        imports.forEach(UniAssertSubscriber::assertNotTerminated);
        assertThat(projected.ids).containsExactly(1L);
    }

    @Test
    void aChangeThatRedisDoesNotTakeStaysAndHurtsNobody() {
        // Given
        UniAssertSubscriber<Void> first = project(person(1));
        UniAssertSubscriber<Void> second = project(person(2));

        // When
        redis.fail(0);
        redis.answer(1);

        // Then
        first.assertCompleted();
        second.assertCompleted();
        assertThat(projected.ids).containsExactly(2L);
    }

    @Test
    void aCallerWhoGivesUpKeepsNobodyWaiting() {
        // Given
        UniAssertSubscriber<Void> first = project(person(1));
        UniAssertSubscriber<Void> impatient = project(person(2));
        UniAssertSubscriber<Void> joined = project(person(3));

        // When
        impatient.cancel();
        UniAssertSubscriber<Void> later = project(person(4));
        redis.answer(0);
        redis.answer(1);

        // Then
        first.assertCompleted();
        joined.awaitItem(Duration.ofSeconds(5));
        later.assertCompleted();
        assertThat(projected.ids).contains(1L, 4L).doesNotContain(2L);
    }

    @Test
    void aFollowerWhoGivesUpTakesNobodyWithHim() {
        // Given
        UniAssertSubscriber<Void> first = project(person(1));
        UniAssertSubscriber<Void> leader = project(person(2));
        UniAssertSubscriber<Void> impatient = project(person(3));
        UniAssertSubscriber<Void> patient = project(person(4));

        // When
        impatient.cancel();
        UniAssertSubscriber<Void> later = project(person(5));
        redis.answer(0);
        redis.answer(1);

        // Then
        first.assertCompleted();
        leader.assertCompleted();
        patient.awaitItem(Duration.ofSeconds(5));
        later.awaitItem(Duration.ofSeconds(5));
        assertThat(projected.ids).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    private UniAssertSubscriber<Void> project(PendingProjection change) {
        return projector.project(change).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static PendingProjection person(long id) {
        return change(id, 1);
    }

    private static PendingProjection change(long id, int persons) {
        return new PendingProjection(
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

    private static final class Projected implements ProjectionOutbox {

        private final List<Long> ids = new ArrayList<>();

        @Override
        public Uni<List<PendingProjection>> pending(Duration age, long after, int limit) {
            return Uni.createFrom().item(List.of());
        }

        @Override
        public Uni<Void> markProjected(Collection<PendingProjection> projected) {
            projected.forEach(change -> ids.add(change.id()));
            return Uni.createFrom().voidItem();
        }
    }
}
