package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.Interventions.Answer;
import io.estafet.journal.NewMessage;
import io.estafet.journal.PersonMessages;
import io.estafet.journal.PersonMessages.Piece;
import io.estafet.journal.PersonMessages.Recent;
import io.estafet.journal.StatusMove;
import io.estafet.journal.StatusUpdate;
import io.estafet.message.AttemptId;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.State;
import io.estafet.postgres.TestDatabase;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Erasure in the journal: in every state, piece by piece, and what may still happen to an erased message. */
class PostgresPersonMessagesIT extends JournalTestBase {

    private static final PersonId PERSON = new PersonId(7);
    private static final String DIGITS = "6281200000007";
    /** As WhatsApp makes them: the number is in it. */
    private static final String WAMID =
            "wamid.HBgN" + Base64.getEncoder().encodeToString(DIGITS.getBytes(StandardCharsets.US_ASCII)) + "FQIAERgS";

    private static PostgresPersonMessages people;

    @BeforeAll
    static void erases() {
        people = new PostgresPersonMessages(database);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void cancelsWhatWaitsAndLeavesTheStateOfTheRest(State state) {
        // Given
        MessageId id = message(state);
        // When
        Piece piece = erase(Optional.empty(), 10);
        // Then
        State expected = state.isWaiting() ? State.CANCELLED : state;
        assertThat(state(id)).isEqualTo(expected);
        assertThat(piece.next()).isEmpty();
        assertThat(piece.cancelled()).isEqualTo(state.isWaiting() ? Map.of(messages.sender, List.of(id)) : Map.of());
        assertThat(row(id).getBoolean("open")).isEqualTo(state == State.SENDING || state == State.UNKNOWN);
        assertThat(row(id).getOffsetDateTime("counted_at")).isNotNull();
        assertThat(events(id)).contains(expected);
        assertNamesNobody(id);
    }

    @Test
    void keepsACampaignThatNamesNobody() {
        // Given
        MessageId id = message(State.DELIVERED);
        MessageId named = message(State.DELIVERED);
        TestDatabase.sql(pool, "UPDATE message SET campaign = $2 WHERE id = $1", named.value(), "to +" + DIGITS);
        // When
        erase(Optional.empty(), 10);
        // Then
        assertThat(row(id).getString("campaign")).isEqualTo("campaign");
        assertThat(row(named).getString("campaign")).isNull();
    }

    @Test
    void erasesInPiecesAndAgainChangesNothing() {
        // Given
        List<MessageId> ids = accepted(7);
        // When
        List<MessageId> cancelled = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Optional<MessageId> after = Optional.empty();
        do {
            Piece piece = erase(after, 3);
            List<MessageId> some = piece.cancelled().getOrDefault(messages.sender, List.of());
            sizes.add(some.size());
            cancelled.addAll(some);
            after = piece.next();
        } while (after.isPresent());
        // Then
        assertThat(sizes).containsExactly(3, 3, 1);
        assertThat(cancelled).containsExactlyElementsOf(ids);
        assertThat(erase(Optional.empty(), 10)).isEqualTo(new Piece(Map.of(), Optional.empty()));
        assertThat(ids).allSatisfy(id -> assertThat(events(id)).containsExactly(State.CANCELLED));
    }

    @Test
    void touchesNobodyElse() {
        // Given
        NewMessage mine = messages.plain();
        await(journal.accept(List.of(mine)));
        // When
        await(people.erase(messages.portfolio, new PersonId(8), List.of(DIGITS), Optional.empty(), 10, messages.now));
        await(people.erase(new Messages().portfolio, PERSON, List.of(DIGITS), Optional.empty(), 10, messages.now));
        // Then
        assertThat(row(mine.id()).getString("address")).isEqualTo(mine.address());
        assertThat(state(mine.id())).isEqualTo(State.QUEUED);
    }

    @ParameterizedTest(name = "{0} that ends {1} is {2}")
    @CsvSource({
        "SENDING, SENT, SENT",
        "SENDING, FAILED, FAILED",
        "SENDING, UNKNOWN, UNKNOWN",
        "SENDING, HELD, CANCELLED",
        "UNKNOWN, SENT, SENT",
        "UNKNOWN, FAILED, FAILED",
        "UNKNOWN, HELD, CANCELLED",
    })
    void whatIsUnderWayEndsByItsOutcome(State from, State outcome, State end) {
        // Given
        MessageId id = message(from);
        erase(Optional.empty(), 10);
        // When
        await(journal.record(List.of(new AttemptOutcome(
                new AttemptId(id, 1),
                outcome,
                Messages.reason(outcome),
                outcome == State.HELD ? Optional.of(messages.now.plusSeconds(60)) : Optional.empty(),
                outcome == State.SENT ? Optional.of(WAMID) : Optional.empty(),
                Optional.of("about " + DIGITS),
                true,
                false,
                false,
                messages.now))));
        // Then
        assertEnds(id, outcome, end);
        assertThat(TestDatabase.sql(pool, "SELECT FROM unknown_outcome WHERE message_id = $1", id.value())
                        .size())
                .isEqualTo(end == State.UNKNOWN ? 1 : 0);
    }

    @ParameterizedTest(name = "{0} that is told {1} is {2}")
    @CsvSource({
        "SENDING, DELIVERED, DELIVERED",
        "UNKNOWN, READ, READ",
        "SENT, DELIVERED, DELIVERED",
        "SENT, FAILED, FAILED",
        "SENT, HELD, CANCELLED",
        "DELIVERED, READ, READ",
    })
    void statusesMoveItOn(State from, State told, State end) {
        // Given
        MessageId id = message(from);
        erase(Optional.empty(), 10);
        // When
        StatusMove move = await(statuses.apply(List.of(status(id, told)))).get(0);
        // Then
        assertThat(move.change())
                .hasValueSatisfying(change -> assertThat(change.to()).isEqualTo(end));
        assertEnds(id, told, end);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"FAILED", "EXPIRED", "UNKNOWN", "CANCELLED"})
    void isNeverPutBackAndNeverGetsARight(State state) {
        // Given
        MessageId id = message(state);
        erase(Optional.empty(), 10);
        // When
        var redrive = await(interventions.redrive(
                messages.tenant, id, Optional.of(messages.now.plusSeconds(60)), true, messages.now));
        // Then
        assertThat(redrive.answer()).isEqualTo(Answer.ERASED);
        assertThat(state(id)).isEqualTo(state);
        // Whatever made it wait again, there is nothing to send.
        TestDatabase.sql(pool, "UPDATE message SET state = 0, open = true WHERE id = $1", id.value());
        long epoch = await(open.nextEpoch(messages.portfolio));
        assertThat(await(journal.claim(List.of(messages.claim(id, 2, epoch))))).isEmpty();
    }

    @Test
    void recentOnesAreTheLatestFirstWithoutErasedOnes() {
        // Given
        accepted(3);
        erase(Optional.empty(), 10);
        List<MessageId> ids = accepted(5);
        // When
        List<Recent> recent = await(people.recent(messages.portfolio, PERSON, 3));
        // Then
        assertThat(recent).extracting(Recent::id).containsExactly(ids.get(4), ids.get(3), ids.get(2));
        assertThat(recent).allSatisfy(message -> {
            assertThat(message.state()).isEqualTo(State.QUEUED);
            assertThat(message.acceptedAt()).isEqualTo(messages.now);
        });
    }

    private void assertEnds(MessageId id, State by, State end) {
        assertThat(state(id)).isEqualTo(end);
        assertThat(events(id)).contains(by, end);
        assertThat(row(id).getBoolean("open")).isEqualTo(end == State.UNKNOWN);
        assertThat(row(id).getOffsetDateTime("until")).isNull();
        assertNamesNobody(id);
    }

    private static void assertNamesNobody(MessageId id) {
        Row row = row(id);
        assertThat(row.getString("address")).isEqualTo(PersonMessages.ERASED);
        assertThat(row.getBuffer("body").length()).isZero();
        assertThat(row.getBuffer("fallback_body").length()).isZero();
        assertThat(row.getString("reference")).isNull();
        assertThat(row.getString("wamid")).isNull();
        assertThat(TestDatabase.sql(pool, "SELECT FROM event WHERE message_id = $1 AND detail IS NOT NULL", id.value())
                        .size())
                .isZero();
    }

    /** One with a fallback, a charge and one attempt behind it that left its words. */
    private MessageId message(State state) {
        NewMessage message = messages.withFallback();
        await(journal.accept(List.of(message)));
        boolean isOpen = !state.isEnd() && state != State.SENT && state != State.DELIVERED;
        TestDatabase.sql(
                pool,
                "UPDATE message SET state = $2, open = $3, attempts = 1, attempt_at = accepted_at,"
                        + " counted_at = accepted_at, wamid = $4 WHERE id = $1",
                message.id().value(),
                state.code(),
                isOpen,
                WAMID);
        TestDatabase.sql(
                pool,
                "INSERT INTO event (message_id, at, state, detail) VALUES ($1, now(), $2, $3)",
                message.id().value(),
                state.code(),
                "about +" + DIGITS);
        return message.id();
    }

    private List<MessageId> accepted(int count) {
        List<NewMessage> all =
                IntStream.range(0, count).mapToObj(i -> messages.plain()).toList();
        await(journal.accept(all));
        return all.stream().map(NewMessage::id).sorted().toList();
    }

    private Piece erase(Optional<MessageId> after, int most) {
        return await(people.erase(messages.portfolio, PERSON, List.of(DIGITS), after, most, messages.now));
    }

    private StatusUpdate status(MessageId id, State to) {
        Optional<Instant> until =
                to == State.HELD ? Optional.of(messages.now.plus(Duration.ofDays(1))) : Optional.empty();
        return StatusUpdate.of(new AttemptId(id, 1), messages.sender, WAMID, to, messages.now)
                .explained(Messages.reason(to), until, Optional.of("about " + DIGITS))
                .with(StatusUpdate.Effect.USE_FALLBACK, to == State.HELD);
    }
}
