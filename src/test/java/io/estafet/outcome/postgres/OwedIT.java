package io.estafet.outcome.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.MessageId;
import io.estafet.message.State;
import io.estafet.outcome.Acceptance;
import io.estafet.outcome.RightToSend.Right;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the journal refuses while Redis is owed a change: see {@link Owed}. */
class OwedIT extends JournalTestBase {

    @Test
    void neitherSendsNorRejectsWhileRedisIsOwedAChangeForTooLong() {
        // Given
        long epoch = await(open.nextEpoch(messages.portfolio));
        List<Acceptance> few =
                IntStream.range(0, 4).mapToObj(i -> messages.plain()).toList();
        await(journal.accept(few));

        // When
        owe(Duration.ofMillis(600), new Long[] {7L});
        Map<MessageId, Right> whileOwed =
                await(journal.claim(List.of(messages.claim(few.get(0).id(), 1, epoch))));
        List<Boolean> rejected = await(journal.decide(List.of(
                messages.decision(few.get(1).id(), State.REJECTED, 0),
                messages.decision(few.get(2).id(), State.HELD, 0),
                messages.decision(few.get(3).id(), State.EXPIRED, 0))));
        TestDatabase.sql(
                pool,
                // Dated ahead, as what is young below: it stays so however slow the machine is.
                "UPDATE projection_debt SET paid_at = clock_timestamp() + interval '1 minute' WHERE portfolio = $1",
                messages.portfolio.value());
        Map<MessageId, Right> justPaid =
                await(journal.claim(List.of(messages.claim(few.get(0).id(), 1, epoch))));
        TestDatabase.sql(
                pool,
                "UPDATE projection_debt SET paid_at = clock_timestamp() - interval '1100 ms' WHERE portfolio = $1",
                messages.portfolio.value());
        owe(Duration.ofMinutes(-1), new Long[] {7L});
        owe(Duration.ofMinutes(1), new Long[] {8L});
        Map<MessageId, Right> young =
                await(journal.claim(List.of(messages.claim(few.get(0).id(), 1, epoch))));
        owe(Duration.ofMinutes(1), null);
        Map<MessageId, Right> whole =
                await(journal.claim(List.of(messages.claim(few.get(2).id(), 1, epoch))));
        pay();

        // Then
        assertThat(whileOwed).isEmpty();
        assertThat(justPaid).isEmpty();
        assertThat(rejected).containsExactly(false, true, true);
        assertThat(young).containsOnlyKeys(few.get(0).id());
        assertThat(whole).isEmpty();
    }

    /** The opt-in was answered; Redis did not take it just then, and takes it a moment later. */
    @Test
    void nothingIsRejectedByAnAnswerThatIsOldForAMomentOnly() {
        Acceptance message = messages.plain();
        await(journal.accept(List.of(message)));
        owe(Duration.ofMillis(50), new Long[] {7L});

        List<Boolean> rejected = await(journal.decide(List.of(messages.decision(message.id(), State.REJECTED, 0))));
        pay();

        assertThat(rejected).containsExactly(false);
    }

    private void owe(Duration since, Long[] persons) {
        TestDatabase.sql(
                pool,
                "INSERT INTO projection_debt (portfolio, persons, at)"
                        + " VALUES ($1, $2, clock_timestamp() - $3 * interval '1 millisecond')",
                messages.portfolio.value(),
                persons,
                since.toMillis());
    }

    private void pay() {
        TestDatabase.sql(pool, "DELETE FROM projection_debt WHERE portfolio = $1", messages.portfolio.value());
    }
}
