package io.estafet.dispatch;

import com.fasterxml.uuid.Generators;
import io.estafet.journal.OpenMessage;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Messages as the queue and the journal know them. */
public final class TestMessages {

    private TestMessages() {}

    /** A message before its first attempt that expires in an hour. */
    public static Entry entry() {
        return new Entry(
                new MessageId(Generators.timeBasedEpochRandomGenerator().generate()),
                RecordedPorts.SENDER,
                new PersonId(1),
                Category.UTILITY,
                Optional.empty(),
                System.currentTimeMillis() + Duration.ofHours(1).toMillis(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** @param deadline of its attempt, for a message that is being sent */
    public static OpenMessage open(Entry entry, State state, Optional<Instant> deadline) {
        return new OpenMessage(
                entry.id(),
                RecordedPorts.PORTFOLIO,
                entry.sender(),
                entry.person(),
                "+6281200000001",
                entry.category(),
                entry.template(),
                Optional.empty(),
                Optional.empty(),
                false,
                state,
                Optional.empty(),
                Optional.empty(),
                state == State.SENDING ? 1 : entry.attempts(),
                0,
                Optional.empty(),
                deadline,
                Optional.empty(),
                Instant.ofEpochMilli(entry.expiresAtMillis()));
    }
}
