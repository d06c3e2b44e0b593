package io.estafet.dispatch;

import io.estafet.message.AttemptId;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.outcome.AttemptOutcome;
import io.estafet.outcome.OpenMessage;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Puts the queue right where it and the journal disagree: leases that ended without an acknowledgement, and rights that
 * were refused. The journal says what is to be done.
 */
final class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final Stations stations;
    private final Engine engine;

    Reconciler(Stations stations, Engine engine) {
        this.stations = stations;
        this.engine = engine;
    }

    /** Leases that have ended: their owner is gone, slow, or lost its acknowledgement. They are ours now. */
    void recover(PortfolioId portfolio, SenderId sender, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        engine.meters().recovered(entries.size());
        align(portfolio, sender, entries)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("leases not recovered yet count=%d cause=%s", entries.size(), failure));
    }

    /** Rights that were refused: cancelled meanwhile, sent already, or taken under an older epoch. */
    void refused(PortfolioId portfolio, SenderId sender, List<Flight> flights, Runnable then) {
        align(portfolio, sender, flights.stream().map(Flight::entry).toList())
                .subscribe()
                .with(done -> then.run(), failure -> then.run());
    }

    /** Makes the queue agree with the journal about messages whose lease is ours. */
    Uni<Void> align(PortfolioId portfolio, SenderId sender, List<Entry> entries) {
        List<MessageId> ids = entries.stream().map(Entry::id).toList();
        return stations.openMessages().find(ids).chain(found -> settle(portfolio, sender, entries, found));
    }

    private Uni<Void> settle(PortfolioId portfolio, SenderId sender, List<Entry> entries, List<OpenMessage> found) {
        Map<MessageId, OpenMessage> known =
                found.stream().collect(Collectors.toMap(OpenMessage::id, Function.identity()));
        Instant now = stations.clock().instant();
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
                Entry again = message.get().entry();
                boolean later = again.notBeforeMillis() > now.toEpochMilli();
                settlements.add(Settlement.again(later ? Settlement.Kind.HOLD : Settlement.Kind.BACK, again, false));
            }
        }
        Uni<Void> recorded = unknown.isEmpty()
                ? Uni.createFrom().voidItem()
                : stations.journal().record(unknown);
        return recorded.chain(() -> stations.queue().settle(portfolio, sender, engine.owner(), settlements))
                .chain(() -> stations.wakes().wake(portfolio, List.of(sender)));
    }

    /** The take charged it, and no right to send followed: by the journal, nobody was counted for it. */
    private static boolean hasNoCharge(Optional<OpenMessage> message) {
        return message.flatMap(OpenMessage::countedAt).isEmpty();
    }

    /** No request of its latest attempt can be under way any more, and nobody recorded how it ended. */
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
