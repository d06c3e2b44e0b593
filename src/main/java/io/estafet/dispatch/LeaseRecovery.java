package io.estafet.dispatch;

import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.OpenMessage;
import io.estafet.message.AttemptId;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Corrects the queue where it and the journal disagree: leases that ended without an acknowledgement, and rights that
 * were refused. The journal says what is to be done.
 */
final class LeaseRecovery {

    private static final Logger LOG = Logger.getLogger(LeaseRecovery.class);

    /**
     * How long a message waits after a refused right: the journal refuses rights for some hundred milliseconds while a
     * projection to Redis is pending.
     */
    private static final Duration AFTER_DISPUTE = Duration.ofMillis(250);

    private final Stations stations;
    private final Engine engine;

    LeaseRecovery(Stations stations, Engine engine) {
        this.stations = stations;
        this.engine = engine;
    }

    /**
     * Recovers leases that have ended because their owner is gone, is slow, or lost its acknowledgement. This replica
     * now holds them.
     */
    void recover(PortfolioId portfolio, SenderId sender, List<Entry> entries, Instant now) {
        if (entries.isEmpty()) {
            return;
        }
        engine.meters().recovered(entries.size());
        align(portfolio, sender, entries, now)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("leases not recovered yet count=%d cause=%s", entries.size(), failure));
    }

    /**
     * Handles rights that were refused: the message was cancelled meanwhile, was sent already, was taken under an older
     * epoch, or was judged by something that Redis should have known better. A message that still waits is tried again
     * a little later, in its place.
     */
    void refused(PortfolioId portfolio, SenderId sender, List<InflightMessage> messages, Instant now, Runnable then) {
        dispute(portfolio, sender, messages.stream().map(InflightMessage::entry).toList(), now)
                .subscribe()
                .with(done -> then.run(), failure -> then.run());
    }

    /** As {@link #align}, for messages whose right or end the journal refused: at once it would only refuse again. */
    Uni<Void> dispute(PortfolioId portfolio, SenderId sender, List<Entry> entries, Instant now) {
        return align(portfolio, sender, entries, now, AFTER_DISPUTE);
    }

    /**
     * Makes the queue agree with the journal about messages whose lease this replica holds.
     *
     * @param now by the clock of Redis, by which leases and deadlines are set: this machine's own may be an hour off
     */
    Uni<Void> align(PortfolioId portfolio, SenderId sender, List<Entry> entries, Instant now) {
        return align(portfolio, sender, entries, now, Duration.ZERO);
    }

    private Uni<Void> align(PortfolioId portfolio, SenderId sender, List<Entry> entries, Instant now, Duration wait) {
        List<MessageId> ids = entries.stream().map(Entry::id).toList();
        return stations.openMessages().find(ids).chain(found -> settle(portfolio, sender, entries, found, now, wait));
    }

    private Uni<Void> settle(
            PortfolioId portfolio,
            SenderId sender,
            List<Entry> entries,
            List<OpenMessage> found,
            Instant now,
            Duration wait) {
        Map<MessageId, OpenMessage> known =
                found.stream().collect(Collectors.toMap(OpenMessage::id, Function.identity()));
        List<AttemptOutcome> unknown = new ArrayList<>();
        List<Settlement> settlements = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<OpenMessage> message = Optional.ofNullable(known.get(entry.id()));
            if (message.isEmpty() || !message.get().state().isWaiting()) {
                message.filter(m -> isOver(m, now)).ifPresent(m -> unknown.add(unanswered(m, now)));
                if (message.isEmpty() || message.get().state() != State.SENDING || isOver(message.get(), now)) {
                    settlements.add(Settlement.done(entry, hasNoCharge(message)));
                }
            } else {
                settlements.add(waitsAgain(message.get(), now, wait));
            }
        }
        Uni<Void> recorded = unknown.isEmpty()
                ? Uni.createFrom().voidItem()
                : stations.journal().record(unknown);
        return recorded.chain(() -> stations.queue().settle(portfolio, sender, engine.owner(), settlements))
                .chain(() -> stations.wakes().wake(portfolio, List.of(sender)));
    }

    private static Settlement waitsAgain(OpenMessage message, Instant now, Duration wait) {
        Entry entry = message.entry();
        boolean refund = message.countedAt().isEmpty();
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

    private static AttemptOutcome unanswered(OpenMessage message, Instant now) {
        return new AttemptOutcome(
                new AttemptId(message.id(), message.attempts()),
                State.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("no record of the attempt's end"),
                true,
                false,
                true,
                now);
    }
}
