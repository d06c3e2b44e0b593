package io.estafet.dispatch;

import io.estafet.admission.Taken;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.RightToSend.Right;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Messages as the queue, the loop and the journal know them. */
public final class TestMessages {

    public static final String ADDRESS = "+6281200000001";
    private static final long VERSION_7 = 0x7000L;
    private static final AtomicLong LAST = new AtomicLong(1L << 63);

    private TestMessages() {}

    /** The id of a message that was accepted at this time; later than the ids before it of the same time. */
    public static MessageId id(Instant acceptedAt) {
        return new MessageId(new UUID(acceptedAt.toEpochMilli() << 16 | VERSION_7, LAST.incrementAndGet()));
    }

    /** A message before its first attempt that expires in an hour. */
    public static Entry entry() {
        return entry(RecordedPorts.SENDER);
    }

    public static Entry entry(SenderId sender) {
        return entry(id(Instant.now()), sender, Instant.now().plusSeconds(3_600));
    }

    public static Entry expiringAt(Instant expiresAt) {
        return entry(id(Instant.now()), RecordedPorts.SENDER, expiresAt);
    }

    private static Entry entry(MessageId id, SenderId sender, Instant expiresAt) {
        return new Entry(
                id,
                sender,
                new PersonId(1),
                Category.UTILITY,
                Optional.empty(),
                expiresAt.toEpochMilli(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** A message that was taken a moment ago and is to begin at once, with its right to send. */
    static InflightMessage granted() {
        return granted(RecordedPorts.PORTFOLIO, 0);
    }

    /** @param breaks attempts so far that broke their worker */
    static InflightMessage granted(PortfolioId portfolio, int breaks) {
        InflightMessage message = taken(portfolio, entry(), Duration.ZERO);
        message.granted(new Right(message.attempt(), ADDRESS, new byte[] {'{', '}'}, 0, breaks));
        return message;
    }

    /** @param ahead how long after its take the message's instant is */
    static InflightMessage taken(PortfolioId portfolio, Entry entry, Duration ahead) {
        TakeTime taken = new TakeTime(System.currentTimeMillis(), System.nanoTime());
        long startMicros = (taken.redisMillis() + ahead.toMillis()) * 1_000;
        return new InflightMessage(
                portfolio,
                new Taken.Admitted(entry, startMicros, true),
                taken,
                Duration.ofSeconds(10).toNanos(),
                taken.askedNanos());
    }

    /** @param deadline of its attempt, for a message that is being sent */
    public static OpenMessage open(Entry entry, State state, Optional<Instant> deadline) {
        return open(RecordedPorts.PORTFOLIO, entry, state, deadline);
    }

    /** A waiting message of a portfolio. */
    public static OpenMessage waiting(PortfolioId portfolio, Instant acceptedAt) {
        Entry entry = entry(id(acceptedAt), RecordedPorts.SENDER, acceptedAt.plusSeconds(3_600));
        return open(portfolio, entry, State.QUEUED, Optional.empty());
    }

    public static OpenMessage waiting(MessageId id, Instant expiresAt) {
        return open(entry(id, RecordedPorts.SENDER, expiresAt), State.QUEUED, Optional.empty());
    }

    public static OpenMessage open(PortfolioId portfolio, Entry entry, State state, Optional<Instant> deadline) {
        return open(portfolio, entry, state, Optional.empty(), Optional.empty(), deadline, Optional.empty());
    }

    /** @param until the known end of the hold */
    public static OpenMessage held(Entry entry, Reason reason, Instant until) {
        return open(
                RecordedPorts.PORTFOLIO,
                entry,
                State.HELD,
                Optional.of(reason),
                Optional.of(until),
                Optional.empty(),
                Optional.empty());
    }

    /** A message whose person the journal counts against the limits. */
    public static OpenMessage counted(Entry entry, State state, Instant countedAt) {
        return open(
                RecordedPorts.PORTFOLIO,
                entry,
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(countedAt));
    }

    private static OpenMessage open(
            PortfolioId portfolio,
            Entry entry,
            State state,
            Optional<Reason> reason,
            Optional<Instant> until,
            Optional<Instant> deadline,
            Optional<Instant> countedAt) {
        return new OpenMessage(
                entry.id(),
                portfolio,
                entry.sender(),
                entry.person(),
                ADDRESS,
                entry.category(),
                entry.template(),
                Optional.empty(),
                Optional.empty(),
                false,
                state,
                reason,
                until,
                state == State.SENDING ? 1 : entry.attempts(),
                0,
                Optional.empty(),
                deadline,
                countedAt,
                Instant.ofEpochMilli(entry.expiresAtMillis()));
    }
}
