package io.estafet.dispatch.repair;

import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.State;
import io.estafet.queue.Queue;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Enqueues messages as the journal knows them: waiting messages to wait, and messages whose right to send is committed
 * as leased, so that the next take after their deadline recovers them. A message that moves meanwhile is safe: one that
 * the queue has stays as it is, and one that has been settled is refused its right to send, which removes its entry.
 */
@Singleton
record QueueRepair(OpenMessages openMessages, Queue queue, RepairMeters meters) {

    private static final Logger LOG = Logger.getLogger(QueueRepair.class);

    /** A lease that is entered from the journal ends this long after the attempt's deadline. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /**
     * Enqueues those messages that the queue does not have. They are read once more before that, so that a message that
     * was settled in between is left out.
     *
     * @return how many were missing and now wait in the queue
     */
    Uni<Integer> enqueueMissing(PortfolioId portfolio, List<OpenMessage> open) {
        List<MessageId> ids = open.stream().map(OpenMessage::id).toList();
        if (ids.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return queue.present(portfolio, ids)
                .map(present -> ids.stream().filter(id -> !present.contains(id)).toList())
                .chain(missing -> enqueueIds(portfolio, missing));
    }

    private Uni<Integer> enqueueIds(PortfolioId portfolio, List<MessageId> missing) {
        return missing.isEmpty()
                ? Uni.createFrom().item(0)
                : openMessages
                        .find(missing)
                        .chain(found -> enqueue(portfolio, found))
                        .invoke(count -> {
                            LOG.infof("missing messages enqueued portfolio=%s count=%d", portfolio, count);
                            meters.missing(count);
                        });
    }

    /** Enqueues messages by their state. Returns how many waiting messages are new to the queue. */
    Uni<Integer> enqueue(PortfolioId portfolio, List<OpenMessage> messages) {
        List<OpenMessage> sending = only(messages, message -> message.state() == State.SENDING);
        return enqueueWaiting(portfolio, messages)
                .call(() -> queue.enqueueTaken(
                        portfolio,
                        sending.stream().map(OpenMessage::entry).toList(),
                        sending.stream().map(QueueRepair::leaseUntil).toList()));
    }

    /** Enqueues those of the messages that wait. Returns how many are new to the queue. */
    Uni<Integer> enqueueWaiting(PortfolioId portfolio, List<OpenMessage> messages) {
        List<OpenMessage> waiting = only(messages, message -> message.state().isWaiting());
        return queue.enqueue(portfolio, waiting.stream().map(OpenMessage::entry).toList());
    }

    private static List<OpenMessage> only(List<OpenMessage> messages, Predicate<OpenMessage> wanted) {
        return messages.stream().filter(wanted).toList();
    }

    private static long leaseUntil(OpenMessage message) {
        return message.deadline().orElse(Instant.EPOCH).plus(GRACE).toEpochMilli();
    }
}
