package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.journal.Interventions.Answer;
import io.estafet.journal.Interventions.Cancellation;
import io.estafet.journal.Interventions.Redrive;
import io.estafet.journal.RightToSend.Right;
import io.estafet.journal.StatusMove;
import io.estafet.journal.StatusUpdate;
import io.estafet.journal.UnknownAttempts.Unknown;
import io.estafet.message.AttemptId;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.postgres.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Statuses in every order, cancel against the right to send, redrive, unknown outcomes. */
class PostgresStatusesIT extends JournalTestBase {

    private static PostgresUnknownAttempts unknownAttempts;

    private final long epoch = await(open.nextEpoch(messages.portfolio));

    @BeforeAll
    static void looksForUnknowns() {
        unknownAttempts = new PostgresUnknownAttempts(database);
    }

    @Test
    void endsAtReadInWhateverOrderTheyArrive() {
        List<Object> parts = new ArrayList<>(List.of(State.SENT, State.DELIVERED, State.READ, "record"));
        for (int seed = 0; seed < 24; seed++) {
            Collections.shuffle(parts, new Random(seed));
            MessageId id = sending();
            for (Object part : parts) {
                if (part instanceof State to) {
                    await(statuses.apply(List.of(status(id, to), status(id, to))));
                } else {
                    await(journal.record(List.of(messages.outcome(id, 1, State.SENT))));
                }
            }
            assertThat(state(id)).as("%s", parts).isEqualTo(State.READ);
            assertThat(row(id).getString("wamid")).isEqualTo("wamid." + id);
            assertThat(row(id).getOffsetDateTime("sent_at")).isNotNull();
        }
    }

    @Test
    void tellsWhatChangedAndMovesTheChargeForward() {
        MessageId id = sending();
        await(journal.record(List.of(messages.outcome(id, 1, State.SENT))));
        Instant later = messages.now.plusSeconds(90);

        StatusMove move = await(statuses.apply(List.of(status(id, State.DELIVERED, later, false))))
                .get(0);
        StatusMove again =
                await(statuses.apply(List.of(status(id, State.FAILED)))).get(0);

        assertThat(move.change())
                .contains(new StatusMove.Change(
                        State.SENT,
                        State.DELIVERED,
                        messages.portfolio,
                        new io.estafet.message.PersonId(7),
                        Category.SERVICE,
                        Optional.of(messages.outcome(id, 1, State.SENT).at())));
        assertThat(again.change()).isEmpty();
        assertThat(time(id, "counted_at")).contains(later);
    }

    @Test
    void nothingHappensToAnAttemptBeforeItBegan() {
        MessageId id = sending();
        Instant began = time(id, "attempt_at").orElseThrow();

        await(statuses.apply(List.of(status(id, State.SENT, began.minusMillis(999), false))));

        assertThat(time(id, "sent_at")).contains(began);
    }

    @Test
    void aFailedStatusGivesTheChargeBackOrHolds() {
        MessageId failed = sending();
        MessageId held = sending();
        await(journal.record(List.of(messages.outcome(failed, 1, State.SENT), messages.outcome(held, 1, State.SENT))));

        await(statuses.apply(List.of(
                status(failed, State.FAILED, messages.now, true), status(held, State.HELD, messages.now, false))));
        // The "sent" of the attempt that failed comes late: it is no proof any more.
        await(statuses.apply(List.of(status(held, State.SENT))));

        assertThat(row(failed).getOffsetDateTime("counted_at")).isNull();
        assertThat(state(failed)).isEqualTo(State.FAILED);
        assertThat(state(held)).isEqualTo(State.HELD);
        assertThat(await(journal.claim(List.of(messages.claim(held, 2, epoch)))))
                .hasSize(1);
    }

    @Test
    void proofEndsTheWaitForAnotherAttempt() {
        MessageId id = sending();
        await(journal.record(List.of(messages.outcome(id, 1, State.UNKNOWN))));
        await(journal.record(List.of(messages.outcome(id, 1, State.HELD))));

        await(statuses.apply(List.of(status(id, State.SENT))));

        assertThat(state(id)).isEqualTo(State.SENT);
        assertThat(await(journal.claim(List.of(messages.claim(id, 2, epoch))))).isEmpty();
    }

    @Test
    void anotherNumbersStatusChangesNothing() {
        MessageId id = sending();
        StatusUpdate own = status(id, State.DELIVERED);
        StatusUpdate foreign = StatusUpdate.of(own.attempt(), new SenderId("999"), own.wamid(), own.to(), own.at());

        assertThat(await(statuses.apply(List.of(foreign))).get(0).change()).isEmpty();
        assertThat(state(id)).isEqualTo(State.SENDING);
    }

    @Test
    void ofACancelAndARightAtOnceExactlyOneComesThrough() {
        for (int i = 0; i < 40; i++) {
            MessageId id = accepted();
            Uni<Map<MessageId, Right>> claim = journal.claim(List.of(messages.claim(id, 1, epoch)));
            Uni<Cancellation> cancel = interventions.cancel(messages.tenant, id, messages.now);

            var both = await(Uni.combine().all().unis(claim, cancel).asTuple());

            assertThat(both.getItem1().isEmpty()).isEqualTo(both.getItem2().cancelled());
            assertThat(state(id)).isEqualTo(both.getItem2().cancelled() ? State.CANCELLED : State.SENDING);
            assertThat(both.getItem2().state()).contains(state(id));
        }
    }

    @Test
    void anotherTenantsMessageDoesNotExist() {
        MessageId id = accepted();
        TenantId other = new TenantId("other");

        assertThat(await(interventions.cancel(other, id, messages.now)).state()).isEmpty();
        assertThat(await(interventions.redrive(other, id, Optional.empty(), true, messages.now))
                        .answer())
                .isEqualTo(Answer.NO_SUCH_MESSAGE);
        assertThat(state(id)).isEqualTo(State.QUEUED);
    }

    @Test
    void putsBackWhatMayGoAgain() {
        MessageId waiting = accepted();
        MessageId expired = accepted();
        MessageId unknown = sending();
        await(journal.decide(List.of(messages.decision(expired, State.EXPIRED, 0))));
        await(journal.record(List.of(messages.outcome(unknown, 1, State.UNKNOWN))));
        Instant late = messages.now.plus(Duration.ofDays(2));
        Optional<Instant> later = Optional.of(late.plusSeconds(600));

        assertThat(redrive(waiting, later, true, late).answer()).isEqualTo(Answer.NOT_AT_ITS_END);
        assertThat(redrive(expired, Optional.empty(), false, late).answer()).isEqualTo(Answer.NEEDS_EXPIRY);
        assertThat(redrive(unknown, later, false, late).answer()).isEqualTo(Answer.NEEDS_FORCE);
        Redrive anew = redrive(expired, later, false, late);
        Redrive forced = redrive(unknown, later, true, late);

        assertThat(anew.message().orElseThrow().state()).isEqualTo(State.QUEUED);
        assertThat(anew.message().orElseThrow().expiresAt()).isEqualTo(later.get());
        assertThat(forced.message().orElseThrow().reason()).contains(Reason.RETRY);
        assertThat(forced.message().orElseThrow().attempts()).isEqualTo(1);
        assertThat(await(open.page(messages.portfolio, Optional.empty(), 10))).hasSize(3);
        assertThat(await(unknownAttempts.due(Category.SERVICE, late, Optional.empty(), 10_000)))
                .noneMatch(due -> due.attempt().message().equals(unknown));
    }

    @Test
    void silenceMeansSomethingOnceOthersWereHeard() {
        MessageId silent = sending();
        MessageId heard = sending();
        await(journal.record(List.of(messages.outcome(silent, 1, State.UNKNOWN))));
        Unknown due =
                await(unknownAttempts.due(Category.SERVICE, messages.now.plusSeconds(1), Optional.empty(), 10_000))
                        .stream()
                        .filter(unknown -> unknown.attempt().message().equals(silent))
                        .findAny()
                        .orElseThrow();
        Duration minute = Duration.ofMinutes(1);

        // Older than any webhook that another test may have left.
        Instant ago = messages.now.minus(Duration.ofDays(3650));

        boolean before = await(unknownAttempts.hasEvidence(due, minute, ago));
        await(statuses.apply(List.of(status(heard, State.DELIVERED))));
        boolean after = await(unknownAttempts.hasEvidence(due, minute, ago));
        TestDatabase.sql(
                pool,
                "INSERT INTO webhook (received_at, due_at, body) VALUES ($1, 'infinity', '{}')",
                ago.minusSeconds(1).atOffset(ZoneOffset.UTC));
        boolean withOthersBacklog = await(unknownAttempts.hasEvidence(due, minute, ago));
        TestDatabase.sql(
                pool,
                "INSERT INTO webhook (received_at, due_at, body) VALUES ($1, 'infinity', $2)",
                ago.minusSeconds(1).atOffset(ZoneOffset.UTC),
                Buffer.buffer("{\"phone_number_id\":\"" + due.sender() + "\"}"));
        boolean withBacklog = await(unknownAttempts.hasEvidence(due, minute, ago));
        TestDatabase.sql(pool, "DELETE FROM webhook WHERE received_at < $1", ago.atOffset(ZoneOffset.UTC));

        assertThat(before).isFalse();
        assertThat(after).isTrue();
        assertThat(withOthersBacklog).isTrue();
        assertThat(withBacklog).isFalse();
        assertThat(await(unknownAttempts.due(Category.SERVICE, messages.now, Optional.empty(), 10_000)))
                .noneMatch(unknown -> unknown.attempt().message().equals(silent));
    }

    private Redrive redrive(MessageId id, Optional<Instant> expiresAt, boolean force, Instant at) {
        return await(interventions.redrive(messages.tenant, id, expiresAt, force, at));
    }

    private MessageId sending() {
        MessageId id = accepted();
        assertThat(await(journal.claim(List.of(messages.claim(id, 1, epoch))))).hasSize(1);
        return id;
    }

    private StatusUpdate status(MessageId id, State to) {
        return status(id, to, messages.now.plusSeconds(2), false);
    }

    private StatusUpdate status(MessageId id, State to, Instant at, boolean refund) {
        return StatusUpdate.of(new AttemptId(id, 1), messages.sender, "wamid." + id, to, at)
                .explained(Messages.reason(to), Optional.empty(), Optional.empty())
                .with(StatusUpdate.Effect.REFUND, refund);
    }
}
