package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.journal.NewMessage;
import io.estafet.journal.StatusUpdate;
import io.estafet.message.AttemptId;
import io.estafet.message.MessageId;
import io.estafet.message.State;
import io.estafet.message.Transitions;
import io.estafet.postgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** Every pair of states against every statement that moves messages: the SQL and the table agree. */
class TransitionsIT extends JournalTestBase {

    private static final Set<State> WAITING = EnumSet.of(State.QUEUED, State.HELD);

    @Test
    void decisionsMoveWhatWaits() {
        List<Case> cases = cases();
        await(journal.decide(
                cases.stream().map(c -> messages.decision(c.id, c.to, 1)).toList()));

        assertMoved(
                cases, (from, to) -> WAITING.contains(from) && to != State.SENDING && Transitions.isLegal(from, to));
    }

    @Test
    void outcomesMoveWhatIsUnderWay() {
        List<Case> cases = cases();
        await(journal.record(
                cases.stream().map(c -> messages.outcome(c.id, 1, c.to)).toList()));

        assertMoved(
                cases,
                (from, to) -> EnumSet.of(State.SENDING, State.UNKNOWN).contains(from) && Transitions.isLegal(from, to));
    }

    @Test
    void statusesMoveForwardOnly() {
        Set<State> targets = EnumSet.of(State.SENT, State.DELIVERED, State.READ, State.FAILED, State.HELD);
        List<Case> cases = cases().stream().filter(c -> targets.contains(c.to)).toList();
        await(statuses.apply(cases.stream().map(c -> status(c.id, c.to)).toList()));

        assertMoved(cases, TransitionsIT::isLegalStatus);
    }

    @Test
    void rightsCancelsAndRedrivesFollowTheTable() {
        long epoch = await(open.nextEpoch(messages.portfolio));
        for (Case c : cases()) {
            switch (c.to) {
                case SENDING -> await(journal.claim(List.of(messages.claim(c.id, 2, epoch))));
                case CANCELLED -> await(interventions.cancel(messages.tenant, c.id, messages.now));
                case QUEUED ->
                    await(interventions.redrive(messages.tenant, c.id, Optional.empty(), true, messages.now));
                default -> {
                    continue;
                }
            }
            State expected = switch (c.to) {
                case QUEUED ->
                    c.from == State.UNKNOWN ? State.HELD : Transitions.isRedrivable(c.from) ? State.QUEUED : c.from;
                default -> Transitions.isLegal(c.from, c.to) ? c.to : c.from;
            };
            assertThat(state(c.id)).as("%s to %s", c.from, c.to).isEqualTo(expected);
        }
    }

    /** The table's steps; and steps that skip one ("sent", or "sending" before it) that nobody told us of. */
    private static boolean isLegalStatus(State from, State to) {
        boolean received = to == State.DELIVERED || to == State.READ;
        return switch (from) {
            case QUEUED, HELD -> received || to == State.SENT;
            case SENDING -> received || Transitions.isLegal(from, to);
            default -> Transitions.isLegal(from, to);
        };
    }

    private void assertMoved(List<Case> cases, BiPredicate<State, State> legal) {
        for (Case c : cases) {
            State expected = legal.test(c.from, c.to) ? c.to : c.from;
            assertThat(state(c.id)).as("%s to %s", c.from, c.to).isEqualTo(expected);
            assertThat(!events(c.id).isEmpty())
                    .as("an event: %s to %s", c.from, c.to)
                    .isEqualTo(legal.test(c.from, c.to));
            assertThat(row(c.id).getBoolean("open"))
                    .as("open: %s to %s", c.from, c.to)
                    .isEqualTo(!expected.isEnd() && expected != State.SENT && expected != State.DELIVERED);
        }
    }

    /** One message for each pair, with one attempt behind it. */
    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (State from : State.values()) {
            for (State to : State.values()) {
                cases.add(new Case(Messages.id(), from, to));
            }
        }
        List<NewMessage> all = cases.stream()
                .map(c -> messages.acceptance(c.id, Optional.empty(), Optional.empty(), Optional.empty()))
                .toList();
        await(journal.accept(all));
        for (Case c : cases) {
            boolean isOpen = !c.from.isEnd() && c.from != State.SENT && c.from != State.DELIVERED;
            TestDatabase.sql(
                    pool,
                    "UPDATE message SET state = $2, open = $3, attempts = 1, attempt_at = accepted_at WHERE id = $1",
                    c.id.value(),
                    c.from.code(),
                    isOpen);
        }
        return cases;
    }

    private StatusUpdate status(MessageId id, State to) {
        Optional<Instant> until =
                to == State.HELD ? Optional.of(messages.now.plus(Duration.ofDays(1))) : Optional.empty();
        return StatusUpdate.of(new AttemptId(id, 1), messages.sender, "wamid." + id, to, messages.now)
                .explained(Messages.reason(to), until, Optional.empty());
    }

    private record Case(MessageId id, State from, State to) {}
}
