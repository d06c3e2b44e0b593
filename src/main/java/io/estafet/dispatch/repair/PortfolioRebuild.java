package io.estafet.dispatch.repair;

import io.estafet.admission.Restoring;
import io.estafet.directory.Projection;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Wakes;
import io.estafet.reactive.Unis;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Writes a portfolio's state in Redis anew from PostgreSQL. First the epoch is raised, so that every right taken under
 * the old state is either seen here or refused. Then all keys of the portfolio are deleted, loaded and, last, marked as
 * ready.
 */
@Singleton
record PortfolioRebuild(
        SenderBook book,
        OpenMessages openMessages,
        Restoring restoring,
        Projection projection,
        UsageRestorer usage,
        QueueRepair queue,
        Wakes wakes) {

    private static final Logger LOG = Logger.getLogger(PortfolioRebuild.class);
    private static final int PAGE = 1_000;

    /** Rebuilds a portfolio, whatever is in Redis. The caller holds the portfolio's lock. */
    Uni<Void> run(PortfolioId portfolio) {
        List<SenderId> senders =
                book.senders(portfolio).stream().map(Sender::id).toList();
        long began = System.nanoTime();
        return openMessages
                .nextEpoch(portfolio)
                .chain(epoch -> restoring
                        .clear(portfolio, senders)
                        .chain(cleared -> load(portfolio, cleared.at())
                                .chain(() -> restoring.complete(portfolio, senders, cleared.process(), epoch))))
                .invoke(complete -> LOG.infof(
                        "portfolio rebuilt portfolio=%s complete=%s millis=%d",
                        portfolio, complete, (System.nanoTime() - began) / 1_000_000))
                .chain(() -> wakes.wake(portfolio, senders));
    }

    /**
     * @param now by the clock of Redis, which set the times in the journal that count: this machine's own may differ
     */
    private Uni<Void> load(PortfolioId portfolio, Instant now) {
        return projection
                .load(portfolio)
                .chain(() -> usage.load(portfolio, now))
                .chain(() -> Pages.forEach(
                        PAGE, after -> openMessages.page(portfolio, after, PAGE), page -> enqueue(portfolio, page)));
    }

    private Uni<Void> enqueue(PortfolioId portfolio, List<OpenMessage> page) {
        return queue.enqueue(portfolio, page)
                .chain(() -> Unis.inTurn(
                        busy(page).entrySet(), of -> restoring.busy(portfolio, of.getKey(), of.getValue())));
    }

    /** A person to whom a request is under way stays busy until it cannot be under way any more. */
    private static Map<SenderId, Map<PersonId, Instant>> busy(List<OpenMessage> page) {
        Map<SenderId, Map<PersonId, Instant>> bySender = new HashMap<>();
        page.stream()
                .filter(message -> !message.state().isWaiting())
                .forEach(message -> message.deadline()
                        .ifPresent(deadline -> bySender.computeIfAbsent(message.sender(), sender -> new HashMap<>())
                                .merge(message.person(), deadline, (one, other) -> one.isAfter(other) ? one : other)));
        return bySender;
    }
}
