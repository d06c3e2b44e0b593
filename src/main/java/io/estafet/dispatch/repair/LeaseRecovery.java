package io.estafet.dispatch.repair;

import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.Journal;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.message.AttemptId;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import io.estafet.queue.LeaseOwner;
import io.estafet.queue.Queue;
import io.estafet.queue.Settlement;
import io.estafet.queue.Wakes;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Corrects the queue where it and the journal disagree: leases that ended without an acknowledgement, and rights that
 * were refused. The journal says what is to be done. Times are by the clock of Redis, by which leases and deadlines are
 * set: this machine's own may be an hour off.
 */
@Singleton
public final class LeaseRecovery {

    private static final Logger LOG = Logger.getLogger(LeaseRecovery.class);

    /**
     * How long a message waits after a refused right: the journal refuses rights for some hundred milliseconds while a
     * projection to Redis is pending.
     */
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(250);

    private final OpenMessages openMessages;
    private final Journal journal;
    private final Queue queue;
    private final Wakes wakes;
    private final LeaseOwner owner;
    private final RepairMeters meters;

    LeaseRecovery(
            OpenMessages openMessages,
            Journal journal,
            Queue queue,
            Wakes wakes,
            LeaseOwner owner,
            RepairMeters meters) {
        this.openMessages = openMessages;
        this.journal = journal;
        this.queue = queue;
        this.wakes = wakes;
        this.owner = owner;
        this.meters = meters;
    }

    /**
     * Recovers leases that have ended because their owner is gone, is slow, or lost its acknowledgement. This replica
     * now holds them. Never fails: what was not recovered is recovered when the new lease ends.
     */
    public Uni<Void> recover(PortfolioId portfolio, SenderId sender, List<Entry> entries, Instant now) {
        if (entries.isEmpty()) {
            return Unis.done();
        }
        meters.recovered(entries.size());
        return Unis.recovered(
                align(portfolio, sender, entries, now),
                failure -> LOG.warnf("leases not recovered yet count=%d cause=%s", entries.size(), failure));
    }

    /**
     * Handles messages whose right or end the journal refused: the message was cancelled meanwhile, was sent already,
     * was taken under an older epoch, or was judged by something that Redis should have known better. A message that
     * still waits is tried again a little later, in its place: at once it would only be refused again.
     */
    public Uni<Void> refused(PortfolioId portfolio, SenderId sender, List<Entry> entries, Instant now) {
        return align(portfolio, sender, entries, now, AFTER_REFUSAL);
    }

    /** Makes the queue agree with the journal about messages whose lease this replica holds. */
    public Uni<Void> align(PortfolioId portfolio, SenderId sender, List<Entry> entries, Instant now) {
        return align(portfolio, sender, entries, now, Duration.ZERO);
    }

    private Uni<Void> align(PortfolioId portfolio, SenderId sender, List<Entry> entries, Instant now, Duration wait) {
        List<MessageId> ids = entries.stream().map(Entry::id).toList();
        return openMessages
                .find(ids)
                .call(found -> recordUnanswered(found, now))
                .map(found -> settlements(entries, found, now, wait))
                .chain(settlements -> queue.settle(portfolio, sender, owner.id(), settlements))
                .chain(() -> wakes.wake(portfolio, List.of(sender)));
    }

    private Uni<Void> recordUnanswered(List<OpenMessage> found, Instant now) {
        List<AttemptOutcome> unanswered = found.stream()
                .filter(message -> isOver(message, now))
                .map(message -> AttemptOutcome.unanswered(new AttemptId(message.id(), message.attempts()), now))
                .toList();
        return unanswered.isEmpty() ? Unis.done() : journal.record(unanswered);
    }

    private static List<Settlement> settlements(
            List<Entry> entries, List<OpenMessage> found, Instant now, Duration wait) {
        Map<MessageId, OpenMessage> known =
                found.stream().collect(Collectors.toMap(OpenMessage::id, Function.identity()));
        return entries.stream()
                .flatMap(entry -> settlement(entry, Optional.ofNullable(known.get(entry.id())), now, wait).stream())
                .toList();
    }

    /** Empty for a message whose request may be under way: its lease stays. */
    private static Optional<Settlement> settlement(
            Entry entry, Optional<OpenMessage> message, Instant now, Duration wait) {
        if (message.filter(known -> known.state().isWaiting()).isPresent()) {
            return Optional.of(waitsAgain(message.get(), now, wait));
        }
        boolean underWay = message.filter(known -> known.state() == State.SENDING && !isOver(known, now))
                .isPresent();
        return underWay ? Optional.empty() : Optional.of(Settlement.done(entry, hasNoCharge(message)));
    }

    private static Settlement waitsAgain(OpenMessage message, Instant now, Duration wait) {
        Entry entry = message.entry();
        boolean refund = hasNoCharge(Optional.of(message));
        if (entry.notBeforeMillis() > now.toEpochMilli()) {
            return Settlement.again(Settlement.Kind.HOLD, entry, refund);
        }
        return wait.isZero()
                ? Settlement.again(Settlement.Kind.BACK, entry, refund)
                : Settlement.again(
                        Settlement.Kind.RETRY,
                        entry.after(entry.attempts(), now.plus(wait).toEpochMilli()),
                        refund);
    }

    /** True when the journal counted nobody for the message: the take charged it, and no right to send followed. */
    private static boolean hasNoCharge(Optional<OpenMessage> message) {
        return message.flatMap(OpenMessage::countedAt).isEmpty();
    }

    /** True when no request of the latest attempt can be under way any more, and nobody recorded how it ended. */
    private static boolean isOver(OpenMessage message, Instant now) {
        return message.state() == State.SENDING
                && message.deadline().map(now::isAfter).orElse(true);
    }
}
