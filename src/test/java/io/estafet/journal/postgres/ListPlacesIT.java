package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.journal.AcceptResult;
import io.estafet.journal.AcceptResult.Kind;
import io.estafet.journal.NewMessage;
import io.estafet.message.State;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entries of the intake list that come back, on a real PostgreSQL, with two replicas at once where it matters. */
class ListPlacesIT extends JournalTestBase {

    private static final AtomicLong PLACE = new AtomicLong(System.nanoTime());
    private static PostgresJournal otherReplica;
    private static Partitions partitions;

    @BeforeAll
    static void joinAnother() {
        otherReplica = new PostgresJournal(database, TestConfig.PATIENT);
        partitions = new Partitions(database, TestConfig.PATIENT);
    }

    @Test
    void refusesTheSameEntryUnderAnotherId() {
        // Given
        long place = PLACE.incrementAndGet();
        NewMessage first = messages.placed(Messages.id(), place, 1);
        await(journal.accept(List.of(first)));
        await(journal.decide(List.of(messages.decision(first.id(), State.HELD, 0))));
        NewMessage neighbour = messages.plain();
        // When
        List<AcceptResult> answers = await(otherReplica.accept(List.of(
                neighbour,
                messages.placed(Messages.id(), place, 1),
                messages.placed(Messages.id(), place, 2),
                messages.placed(Messages.id(), PLACE.incrementAndGet(), 1))));
        // Then
        assertThat(answers.get(1)).isEqualTo(new AcceptResult(Kind.CAME_BACK, first.id(), State.HELD));
        assertThat(answers)
                .extracting(AcceptResult::kind)
                .containsExactly(Kind.CREATED, Kind.CAME_BACK, Kind.CREATED, Kind.CREATED);
        assertThat(journalled()).isEqualTo(4);
    }

    @Test
    void takesTheSameIdAgain() {
        NewMessage entry = messages.placed(Messages.id(), PLACE.incrementAndGet(), 1);
        await(journal.accept(List.of(entry)));
        List<AcceptResult> again = await(otherReplica.accept(List.of(entry, entry)));
        assertThat(again).containsOnly(new AcceptResult(Kind.CREATED, entry.id(), State.QUEUED));
        assertThat(journalled()).isEqualTo(1);
    }

    @Test
    void refusesTheSecondOfTwoInOneBatch() {
        long place = PLACE.incrementAndGet();
        NewMessage first = messages.placed(Messages.id(), place, 1);
        List<AcceptResult> answers = await(journal.accept(List.of(first, messages.placed(Messages.id(), place, 1))));
        assertThat(answers)
                .containsExactly(
                        new AcceptResult(Kind.CREATED, first.id(), State.QUEUED),
                        new AcceptResult(Kind.CAME_BACK, first.id(), State.QUEUED));
        assertThat(journalled()).isEqualTo(1);
    }

    @Test
    void makesOneMessageOfAnEntryThatManyCommitAtOnce() {
        // Given fifty entries under forty ids each, in forty orders: a wrong lock order would deadlock
        List<Long> places =
                IntStream.range(0, 50).mapToObj(i -> PLACE.incrementAndGet()).toList();
        List<Uni<List<AcceptResult>>> calls = new ArrayList<>();
        for (int round = 0; round < 40; round++) {
            List<NewMessage> batch = new ArrayList<>(places.stream()
                    .map(place -> messages.placed(Messages.id(), place, 1))
                    .toList());
            Collections.shuffle(batch, new Random(round));
            calls.add((round % 2 == 0 ? journal : otherReplica).accept(batch));
        }
        // When
        List<AcceptResult> answers = new ArrayList<>();
        await(Uni.join().all(calls).andFailFast()).forEach(answers::addAll);
        // Then
        assertThat(answers).filteredOn(a -> a.kind() == Kind.CREATED).hasSize(50);
        assertThat(answers).filteredOn(a -> a.kind() == Kind.CAME_BACK).hasSize(39 * 50);
        assertThat(answers.stream().map(AcceptResult::id).distinct()).hasSize(50);
        assertThat(journalled()).isEqualTo(50);
    }

    @Test
    void forgetsPlacesAfterAnHour() {
        // Given
        Instant then = Instant.parse("2009-01-01T12:00:00Z");
        NewMessage old = messages.placed(Messages.id(then), PLACE.incrementAndGet(), 1);
        NewMessage young = messages.placed(Messages.id(then.plusSeconds(61)), PLACE.incrementAndGet(), 1);
        await(journal.accept(List.of(old, young)));
        // When
        await(partitions.clean(InstantSource.fixed(then.plus(Duration.ofMinutes(61)))));
        // Then
        assertThat(remembered(old)).isFalse();
        assertThat(remembered(young)).isTrue();
    }

    private static boolean remembered(NewMessage entry) {
        return count("list_place WHERE message_id = $1", entry.id().value()) == 1;
    }

    private long journalled() {
        return count("message WHERE portfolio = $1", messages.portfolio.value());
    }
}
