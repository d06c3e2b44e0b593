package io.estafet.dispatch;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.outcome.OpenMessage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Enqueues what waits by the journal and is not in the queue. A message that moves meanwhile is in no danger: what was
 * found missing is read once more, so that one that was settled in between is left out; one that somebody else enqueues
 * stays as it is; and if one slips through after all, its right to send is refused and its entry goes again.
 */
final class Missing {

    private static final Logger LOG = Logger.getLogger(Missing.class);

    private final Stations stations;

    Missing(Stations stations) {
        this.stations = stations;
    }

    /** Answers how many of the waiting messages were missing and are in the queue now. */
    Uni<Integer> enqueue(PortfolioId portfolio, List<OpenMessage> waiting) {
        List<MessageId> ids = waiting.stream().map(OpenMessage::id).toList();
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
                        .chain(found -> enqueueWaiting(portfolio, found))
                        .invoke(count ->
                                LOG.infof("enqueued what was missing portfolio=%s count=%d", portfolio, count));
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
