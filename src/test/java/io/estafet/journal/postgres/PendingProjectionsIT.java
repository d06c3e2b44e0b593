package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.journal.NewMessage;
import io.estafet.journal.RightToSend.Right;
import io.estafet.message.MessageId;
import io.estafet.message.State;
import io.estafet.postgres.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the journal refuses while a projection to Redis is pending: see {@link PendingProjections}. */
class PendingProjectionsIT extends JournalTestBase {

    @Test
    void neitherSendsNorRejectsWhileAProjectionIsPendingForTooLong() {
        // Given
        long epoch = await(open.nextEpoch(messages.portfolio));
        List<NewMessage> few =
                IntStream.range(0, 4).mapToObj(i -> messages.plain()).toList();
        await(journal.accept(few));

        // When
        pend(Duration.ofMillis(600), new Long[] {7L});
        Map<MessageId, Right> whilePending =
                await(journal.claim(List.of(messages.claim(few.get(0).id(), 1, epoch))));
        List<Boolean> rejected = await(journal.decide(List.of(
                messages.decision(few.get(1).id(), State.REJECTED, 0),
                messages.decision(few.get(2).id(), State.HELD, 0),
                messages.decision(few.get(3).id(), State.EXPIRED, 0))));
        TestDatabase.sql(
                pool,
                // Dated ahead, as what is young below: it stays so however slow the machine is.
                "UPDATE projection_outbox SET projected_at = clock_timestamp() + interval '1 minute'"
                        + " WHERE portfolio = $1",
                messages.portfolio.value());
        Map<MessageId, Right> justProjected =
                await(journal.claim(List.of(messages.claim(few.get(0).id(), 1, epoch))));
        TestDatabase.sql(
                pool,
                "UPDATE projection_outbox SET projected_at = clock_timestamp() - interval '1100 ms'"
                        + " WHERE portfolio = $1",
                messages.portfolio.value());
        pend(Duration.ofMinutes(-1), new Long[] {7L});
        pend(Duration.ofMinutes(1), new Long[] {8L});
        Map<MessageId, Right> young =
                await(journal.claim(List.of(messages.claim(few.get(0).id(), 1, epoch))));
        pend(Duration.ofMinutes(1), null);
        Map<MessageId, Right> whole =
                await(journal.claim(List.of(messages.claim(few.get(2).id(), 1, epoch))));
        project();

        // Then
        assertThat(whilePending).isEmpty();
        assertThat(justProjected).isEmpty();
        assertThat(rejected).containsExactly(false, true, true);
        assertThat(young).containsOnlyKeys(few.get(0).id());
        assertThat(whole).isEmpty();
    }

    /** The opt-in was answered; Redis did not take it just then, and takes it a moment later. */
    @Test
    void nothingIsRejectedByAnAnswerThatIsOldForAMomentOnly() {
        NewMessage message = messages.plain();
        await(journal.accept(List.of(message)));
        pend(Duration.ofMillis(50), new Long[] {7L});

        List<Boolean> rejected = await(journal.decide(List.of(messages.decision(message.id(), State.REJECTED, 0))));
        project();

        assertThat(rejected).containsExactly(false);
    }

    private void pend(Duration since, Long[] persons) {
        TestDatabase.sql(
                pool,
                "INSERT INTO projection_outbox (portfolio, persons, at)"
                        + " VALUES ($1, $2, clock_timestamp() - $3 * interval '1 millisecond')",
                messages.portfolio.value(),
                persons,
                since.toMillis());
    }

    private void project() {
        TestDatabase.sql(pool, "DELETE FROM projection_outbox WHERE portfolio = $1", messages.portfolio.value());
    }
}
