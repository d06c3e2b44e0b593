package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.journal.AcceptResult;
import io.estafet.journal.AcceptResult.Kind;
import io.estafet.journal.NewMessage;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages.ChargeCursor;
import io.estafet.journal.RightToSend.Claim;
import io.estafet.journal.RightToSend.Right;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.postgres.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Intake, the right to send, decisions and outcomes on a real PostgreSQL, two replicas at once where it matters. */
class PostgresJournalIT extends JournalTestBase {

    private static Pool otherPool;
    private static PostgresJournal otherReplica;

    @BeforeAll
    static void joinAnother() {
        otherPool = TestDatabase.get().pool(10);
        otherReplica = new PostgresJournal(new JournalDatabase(otherPool, TestConfig.PATIENT), TestConfig.PATIENT);
    }

    @AfterAll
    static void leave() {
        otherPool.closeAndAwait();
    }

    @Test
    void acceptsAndShowsAsOpen() {
        NewMessage plain = messages.plain();
        NewMessage scheduled = messages.scheduled(Duration.ofHours(2));

        List<AcceptResult> answers = await(journal.accept(List.of(plain, scheduled)));

        assertThat(answers)
                .containsExactly(
                        new AcceptResult(Kind.CREATED, plain.id(), State.QUEUED),
                        new AcceptResult(Kind.CREATED, scheduled.id(), State.HELD));
        List<OpenMessage> page = await(open.page(messages.portfolio, Optional.empty(), 10));
        assertThat(page).extracting(OpenMessage::id).containsExactlyInAnyOrder(plain.id(), scheduled.id());
        assertThat(page)
                .filteredOn(message -> message.state() == State.HELD)
                .singleElement()
                .satisfies(held -> {
                    assertThat(held.reason()).contains(Reason.SCHEDULED);
                    assertThat(held.until()).isEqualTo(scheduled.sendAt());
                });
    }

    @Test
    void answersTheSameIdAgainWithItsState() {
        NewMessage plain = messages.plain();
        await(journal.accept(List.of(plain)));
        await(journal.decide(List.of(messages.decision(plain.id(), State.HELD, 0))));

        List<AcceptResult> again = await(journal.accept(List.of(plain, plain)));

        assertThat(again).containsOnly(new AcceptResult(Kind.CREATED, plain.id(), State.HELD));
        assertThat(count("message WHERE id = $1", plain.id().value())).isEqualTo(1);
    }

    @Test
    void replaysAKeyAndRefusesItForAnotherBody() {
        NewMessage first = messages.keyed("k", "body");
        NewMessage inBatch = messages.keyed("k", "body");
        NewMessage otherInBatch = messages.keyed("k", "other");

        List<AcceptResult> answers = await(journal.accept(List.of(first, inBatch, otherInBatch)));
        List<AcceptResult> later = await(otherReplica.accept(
                List.of(messages.keyed("k", "other"), messages.keyed("k", "body"), messages.keyed("k2", "body"))));

        assertThat(answers)
                .containsExactly(
                        new AcceptResult(Kind.CREATED, first.id(), State.QUEUED),
                        new AcceptResult(Kind.REPLAYED, first.id(), State.QUEUED),
                        new AcceptResult(Kind.KEY_REUSED, first.id(), State.QUEUED));
        assertThat(later).extracting(AcceptResult::kind).containsExactly(Kind.KEY_REUSED, Kind.REPLAYED, Kind.CREATED);
        assertThat(count("message WHERE tenant = $1", messages.tenant.value())).isEqualTo(2);
    }

    @Test
    void answersARepeatAsTheFirstWhateverHasBecomeOfTheMessage() {
        NewMessage first = messages.keyed("k", "body");
        await(journal.accept(List.of(first)));
        await(journal.decide(List.of(messages.decision(first.id(), State.REJECTED, 0))));
        List<AcceptResult> repeat = await(journal.accept(List.of(messages.keyed("k", "body"))));
        assertThat(repeat).containsExactly(new AcceptResult(Kind.REPLAYED, first.id(), State.QUEUED));
    }

    @Test
    void rememberAKeyFor24Hours() {
        Instant day = messages.now.plus(Duration.ofHours(24));
        NewMessage first = messages.keyed("k", "body");
        await(journal.accept(List.of(first)));

        List<AcceptResult> answers = await(journal.accept(List.of(messages.keyed("k", "body", day.minusMillis(1)))));
        List<AcceptResult> after = await(journal.accept(List.of(messages.keyed("k", "new", day))));

        assertThat(answers).containsExactly(new AcceptResult(Kind.REPLAYED, first.id(), State.QUEUED));
        assertThat(after).extracting(AcceptResult::kind).containsExactly(Kind.CREATED);
    }

    @Test
    void makesOneMessageOfAKeyThatArrivesAHundredTimesAtOnce() {
        List<Uni<List<AcceptResult>>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            // Two keys in both orders: a wrong lock order would deadlock.
            List<NewMessage> both = new ArrayList<>(List.of(messages.keyed("a", "x"), messages.keyed("b", "x")));
            if (i % 2 == 0) {
                both.add(0, both.remove(1));
            }
            calls.add((i % 3 == 0 ? otherReplica : journal).accept(both));
        }

        List<AcceptResult> answers = new ArrayList<>();
        await(Uni.join().all(calls).andFailFast()).forEach(answers::addAll);

        assertThat(answers).filteredOn(a -> a.kind() == Kind.CREATED).hasSize(2);
        assertThat(answers).filteredOn(a -> a.kind() == Kind.REPLAYED).hasSize(198);
        assertThat(answers.stream().map(AcceptResult::id).distinct()).hasSize(2);
        assertThat(count("message WHERE tenant = $1", messages.tenant.value())).isEqualTo(2);
    }

    @Test
    void aBadRowDoesNotSpoilItsNeighbours() {
        NewMessage good = messages.plain();
        // NUL cannot be in a text; intake refuses it before, this is the second line of defence.
        NewMessage bad = messages.keyed("nul\0", "x");
        List<NewMessage> many =
                IntStream.range(0, 20).mapToObj(i -> messages.plain()).toList();

        Uni<List<AcceptResult>> first = journal.accept(many);
        Uni<Throwable> spoiled = journal.accept(List.of(bad)).onItemOrFailure().transform((ok, failure) -> failure);
        Uni<List<AcceptResult>> neighbour = journal.accept(List.of(good));
        var answers = await(Uni.combine().all().unis(first, spoiled, neighbour).asTuple());

        assertThat(answers.getItem2()).isNotNull();
        assertThat(answers.getItem3()).extracting(AcceptResult::kind).containsExactly(Kind.CREATED);
        assertThat(count("message WHERE portfolio = $1", messages.portfolio.value()))
                .isEqualTo(21);
    }

    @Test
    void grantsEachRightOnceToTwoReplicasAtOnce() {
        long epoch = await(open.nextEpoch(messages.portfolio));
        List<NewMessage> many =
                IntStream.range(0, 300).mapToObj(i -> messages.plain()).toList();
        await(journal.accept(many));
        List<Uni<Map<MessageId, Right>>> calls = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            List<Claim> claims = new ArrayList<>(
                    many.stream().map(a -> messages.claim(a.id(), 1, epoch)).toList());
            java.util.Collections.shuffle(claims, new java.util.Random(round));
            calls.add((round % 2 == 0 ? journal : otherReplica).claim(claims));
        }

        List<Map<MessageId, Right>> granted = await(Uni.join().all(calls).andFailFast());

        assertThat(granted.stream().mapToInt(Map::size).sum()).isEqualTo(300);
        assertThat(granted.stream().flatMap(g -> g.keySet().stream()).distinct())
                .hasSize(300);
        Right one = granted.stream().flatMap(g -> g.values().stream()).findAny().orElseThrow();
        assertThat(one.address()).isEqualTo("+6281200000007");
        assertThat(one.body()).isEqualTo(many.get(0).body());
        assertThat(one.tries()).isZero();
    }

    @Test
    void refusesAClaimThatIsNotTheNextOne() {
        long old = await(open.nextEpoch(messages.portfolio));
        long epoch = await(open.nextEpoch(messages.portfolio));
        List<NewMessage> few =
                IntStream.range(0, 6).mapToObj(i -> messages.plain()).toList();
        await(journal.accept(few));
        await(journal.decide(List.of(
                messages.decision(few.get(2).id(), State.REJECTED, 0),
                messages.decision(few.get(3).id(), State.EXPIRED, 0))));
        Instant late = messages.now.plus(Duration.ofDays(1));

        Map<MessageId, Right> granted = await(journal.claim(List.of(
                messages.claim(few.get(0).id(), 1, old),
                messages.claim(few.get(1).id(), 2, epoch),
                messages.claim(few.get(2).id(), 1, epoch),
                messages.claim(few.get(3).id(), 1, epoch),
                messages.claim(few.get(4).id(), 1, epoch, Optional.empty(), false, late),
                messages.claim(few.get(5).id(), 1, epoch, Optional.empty(), true, messages.now),
                messages.claim(Messages.id(), 1, epoch))));
        Map<MessageId, Right> otherPortfolio =
                await(journal.claim(List.of(new Messages().claim(few.get(0).id(), 1, epoch))));

        assertThat(granted).isEmpty();
        assertThat(otherPortfolio).isEmpty();
    }

    @Test
    void sendsTheFallbackWhenItIsClaimed() {
        long epoch = await(open.nextEpoch(messages.portfolio));
        NewMessage message = messages.withFallback();
        await(journal.accept(List.of(message)));

        Map<MessageId, Right> granted = await(
                journal.claim(List.of(messages.claim(message.id(), 1, epoch, Optional.empty(), true, messages.now))));

        assertThat(granted.get(message.id()).body()).isEqualTo(Messages.bytes("fallback"));
        assertThat(await(open.find(List.of(message.id()))).get(0).template()).contains("w/hello/id");
    }

    @Test
    void recordsOutcomesOfTheLatestAttemptOnly() {
        long epoch = await(open.nextEpoch(messages.portfolio));
        MessageId id = accepted();
        await(journal.claim(List.of(messages.claim(id, 1, epoch))));

        await(journal.record(List.of(messages.outcome(id, 1, State.HELD, true, true))));
        await(journal.claim(List.of(messages.claim(id, 2, epoch))));
        await(journal.record(List.of(messages.outcome(id, 1, State.SENT))));

        assertThat(row(id).getShort("state")).isEqualTo(State.SENDING.code());
        assertThat(row(id).getInteger("tries")).isEqualTo(1);
        await(journal.record(List.of(messages.outcome(id, 2, State.UNKNOWN), messages.outcome(id, 2, State.SENT))));
        assertThat(row(id).getShort("state")).isEqualTo(State.SENT.code());
        assertThat(row(id).getBoolean("open")).isFalse();
        assertThat(row(id).getString("wamid")).isEqualTo("wamid." + id);
        assertThat(time(id, "counted_at")).contains(messages.now.plusSeconds(1));
        assertThat(events(id)).containsExactly(State.HELD, State.UNKNOWN, State.SENT);
        assertThat(unknowns(id)).isZero();
    }

    @Test
    void givesAChargeBackAndKeepsItForTheUnknown() {
        long epoch = await(open.nextEpoch(messages.portfolio));
        MessageId refused = accepted();
        MessageId unknown = accepted();
        await(journal.claim(List.of(messages.claim(refused, 1, epoch), messages.claim(unknown, 1, epoch))));

        await(journal.record(List.of(
                messages.outcome(refused, 1, State.FAILED, false, true), messages.outcome(unknown, 1, State.UNKNOWN))));

        assertThat(await(open.charges(
                        messages.portfolio, ChargeCursor.at(messages.now), messages.now.plusSeconds(60), 10)))
                .singleElement()
                .satisfies(charge -> assertThat(charge.id()).isEqualTo(unknown));
        assertThat(unknowns(unknown)).isEqualTo(1);
        assertThat(await(open.page(messages.portfolio, Optional.empty(), 10)))
                .extracting(OpenMessage::id)
                .containsExactly(unknown);
    }

    @Test
    void aRepeatChangesNothing() {
        MessageId id = accepted();
        await(journal.decide(List.of(messages.decision(id, State.HELD, 0))));

        await(journal.decide(List.of(messages.decision(id, State.HELD, 0), messages.decision(id, State.HELD, 0))));
        await(journal.decide(List.of(messages.decision(id, State.REJECTED, 1))));

        assertThat(events(id)).containsExactly(State.HELD);
    }

    @Test
    void aNewEpochWaitsForRightsUnderWayAndRefusesLaterOnes() {
        long epoch = await(open.nextEpoch(messages.portfolio));
        MessageId before = accepted();
        MessageId after = accepted();
        var connection = await(otherPool.getConnection());
        await(connection.query("BEGIN").execute());
        await(connection
                .query("SELECT 1 FROM portfolio_epoch WHERE portfolio = '" + messages.portfolio + "' FOR SHARE")
                .execute());

        var next = open.nextEpoch(messages.portfolio).subscribeAsCompletionStage();
        Map<MessageId, Right> whileShared = await(journal.claim(List.of(messages.claim(before, 1, epoch))));
        boolean doneEarly = next.isDone();
        await(connection.query("COMMIT").execute());
        await(connection.close());

        assertThat(doneEarly).isFalse();
        // It either came before the epoch's lock or was refused under the new one; never both and never later.
        assertThat(whileShared.size()).isBetween(0, 1);
        assertThat(next).succeedsWithin(TestDatabase.PATIENCE).isEqualTo(epoch + 1);
        assertThat(await(journal.claim(List.of(messages.claim(after, 1, epoch)))))
                .isEmpty();
        assertThat(await(journal.claim(List.of(messages.claim(after, 1, epoch + 1)))))
                .hasSize(1);
    }

    @Test
    void findsAttemptsAndWaitingMessagesByTime() {
        long epoch = await(open.nextEpoch(messages.portfolio));
        MessageId id = accepted();
        MessageId waiting = accepted();
        Instant second = messages.now.plusSeconds(5);
        await(journal.claim(List.of(messages.claim(id, 1, epoch))));
        await(journal.record(List.of(messages.outcome(id, 1, State.HELD))));
        await(journal.claim(List.of(messages.claim(id, 2, epoch, Optional.empty(), false, second))));

        assertThat(await(open.starts(messages.portfolio, messages.now, messages.now.plusSeconds(60))))
                .extracting(start -> start.at())
                .containsExactly(messages.now, second);
        Instant from = Instant.ofEpochMilli(id.epochMillis());
        assertThat(await(open.waitingAcceptedBetween(from, from.plusSeconds(60), Optional.empty(), 10_000)))
                .extracting(OpenMessage::id)
                .contains(waiting)
                .doesNotContain(id);
    }

    /** Of each of the people their oldest, and nobody else's. */
    @Test
    void findsWhatWaitsForALimitToSeveralPeople() {
        List<MessageId> ids = Stream.generate(this::accepted)
                .limit(5)
                .sorted(Comparator.comparing(MessageId::toString))
                .toList();
        long[] persons = {7, 7, 7, 8, 9};
        for (int i = 0; i < persons.length; i++) {
            TestDatabase.sql(
                    pool,
                    "UPDATE message SET state = $2, reason = $3, person = $4 WHERE id = $1",
                    ids.get(i).value(),
                    (int) State.HELD.code(),
                    Reason.MESSAGING_LIMIT.ordinal(),
                    persons[i]);
        }

        List<OpenMessage> waiting = await(open.waitingForLimit(
                messages.portfolio, messages.sender, List.of(new PersonId(7), new PersonId(8), new PersonId(6)), 2));

        assertThat(waiting).extracting(OpenMessage::id).containsExactlyInAnyOrder(ids.get(0), ids.get(1), ids.get(3));
        assertThat(waiting).allMatch(message -> message.state() == State.HELD);
    }

    @Test
    void readsChargesOfATimeInPages() {
        long epoch = await(open.nextEpoch(messages.portfolio));
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            // Two and two at the same instant.
            Instant at = messages.now.plusSeconds(i / 2);
            claims.add(messages.claim(accepted(), 1, epoch, Optional.of(at), false, at));
        }
        await(journal.claim(claims));

        List<MessageId> read = new ArrayList<>();
        ChargeCursor from = ChargeCursor.at(messages.now);
        for (int page = 0; page < 2; page++) {
            var charges = await(open.charges(messages.portfolio, from, messages.now.plusSeconds(2), 3));
            charges.forEach(charge -> read.add(charge.id()));
            from = charges.get(charges.size() - 1).cursor();
        }

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(claims.subList(0, 4).stream()
                        .map(claim -> claim.attempt().message())
                        .toList());
        assertThat(await(open.charges(messages.portfolio, from, messages.now.plusSeconds(2), 3)))
                .isEmpty();
        assertThat(await(open.charges(messages.portfolio, from, messages.now.plusSeconds(3), 3)))
                .hasSize(1);
    }

    private static long unknowns(MessageId id) {
        return count("unknown_outcome WHERE message_id = $1", id.value());
    }
}
