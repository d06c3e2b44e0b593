package io.estafet.dispatch;

import io.estafet.dispatch.repair.LeaseRecovery;
import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.Journal;
import io.estafet.journal.RightToSend;
import io.estafet.journal.RightToSend.Right;
import io.estafet.message.MessageId;
import io.estafet.queue.Entry;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Has the rights to send committed, and settles messages that got none. All messages of a call are of one take. */
@Singleton
record Claims(RightToSend rights, Journal journal, LeaseRecovery leaseRecovery, LoopTimes times) {

    private static final Logger LOG = Logger.getLogger(Claims.class);

    /**
     * Asks for the rights to send. A message without a right in the answer must not be sent.
     *
     * @param epoch of the portfolio, under which the messages were taken
     */
    Uni<Map<MessageId, Right>> claim(List<InflightMessage> messages, long epoch) {
        return rights.claim(messages.stream()
                .map(message -> message.claim(epoch, times.attemptTime()))
                .toList());
    }

    /**
     * The journal refused these rights, and says what becomes of the messages. Never fails: a message that could not be
     * aligned is recovered when its lease ends.
     */
    Uni<Void> refused(List<InflightMessage> messages) {
        InflightMessage first = messages.get(0);
        return Unis.recovered(
                leaseRecovery.refused(
                        first.portfolio(),
                        first.entry().sender(),
                        entries(messages),
                        first.taken().instant()),
                failure -> LOG.warnf(
                        "refused rights not aligned count=%d senderId=%s cause=%s",
                        messages.size(), first.entry().sender(), failure));
    }

    /**
     * It is not known whether these rights were committed, but no request is made for them. They are closed, in case
     * they are open; then the journal says how the messages wait.
     */
    Uni<Void> close(List<InflightMessage> messages) {
        long nowNanos = System.nanoTime();
        InflightMessage first = messages.get(0);
        List<AttemptOutcome> closed = messages.stream()
                .map(message -> AttemptOutcome.notBegun(
                        message.attempt(), message.taken().at(nowNanos)))
                .toList();
        return journal.record(closed)
                .chain(() -> leaseRecovery.align(
                        first.portfolio(),
                        first.entry().sender(),
                        entries(messages),
                        first.taken().instant()));
    }

    private static List<Entry> entries(List<InflightMessage> messages) {
        return messages.stream().map(InflightMessage::entry).toList();
    }
}
