package io.estafet.dispatch;

import io.estafet.journal.OpenMessage;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.State;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Enqueues messages that are open in the journal and not in the queue: waiting messages to wait, and messages whose
 * attempt must be over to be recovered. A message that moves meanwhile is safe. The messages that were not found are
 * read once more, so that one that was settled in between is left out; one that somebody else enqueues stays as it is;
 * and if one slips through after all, its right to send is refused and its entry is removed.
 */
final class QueueRepair {

    private static final Logger LOG = Logger.getLogger(QueueRepair.class);

    private final Stations stations;
    private final DispatchMeters meters;

    QueueRepair(Stations stations, DispatchMeters meters) {
        this.stations = stations;
        this.meters = meters;
    }

    /** Returns how many of the messages were missing and now wait in the queue. */
    Uni<Integer> enqueue(PortfolioId portfolio, List<OpenMessage> open) {
        List<MessageId> ids = open.stream().map(OpenMessage::id).toList();
        if (ids.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return stations.queue()
                .present(portfolio, ids)
                .map(present -> ids.stream().filter(id -> !present.contains(id)).toList())
                .chain(missing -> enqueueIds(portfolio, missing));
    }

    private Uni<Integer> enqueueIds(PortfolioId portfolio, List<MessageId> missing) {
        return missing.isEmpty()
                ? Uni.createFrom().item(0)
                : stations.openMessages()
                        .find(missing)
                        .chain(found -> enqueueWaiting(portfolio, found).call(() -> enqueueSending(portfolio, found)))
                        .invoke(count -> note(portfolio, count));
    }

    private void note(PortfolioId portfolio, int count) {
        LOG.infof("enqueued what was missing portfolio=%s count=%d", portfolio, count);
        meters.missing(count);
    }

    /**
     * Enqueues messages with the lease that they would have had. The next take recovers them, and the journal says what
     * becomes of them.
     */
    private Uni<Void> enqueueSending(PortfolioId portfolio, List<OpenMessage> found) {
        List<OpenMessage> sending = found.stream()
                .filter(message -> message.state() == State.SENDING)
                .toList();
        return stations.queue()
                .enqueueTaken(
                        portfolio,
                        sending.stream().map(OpenMessage::entry).toList(),
                        sending.stream().map(Rebuild::leaseUntil).toList());
    }

    private Uni<Integer> enqueueWaiting(PortfolioId portfolio, List<OpenMessage> found) {
        return stations.queue()
                .enqueue(
                        portfolio,
                        found.stream()
                                .filter(message -> message.state().isWaiting())
                                .map(OpenMessage::entry)
                                .toList());
    }
}
