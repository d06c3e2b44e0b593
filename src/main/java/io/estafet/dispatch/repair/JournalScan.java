package io.estafet.dispatch.repair;

import io.estafet.admission.Restoring;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.State;
import io.estafet.reactive.Unis;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds whatever the queue has lost. The scan goes slowly and without end over all open messages, one portfolio after
 * another. It enqueues those that wait, or whose attempt is over, and that the queue does not have, for whatever
 * reason. The {@link Sweeper} finds the recent ones sooner; the scan finds all.
 */
@Singleton
final class JournalScan {

    /** The most messages in one run. */
    private static final int PAGE = 1_000;
    /** The most portfolios in one run, so that many small ones do not make a run long. */
    private static final int PORTFOLIOS = 20;
    /** After this many failures in a row a portfolio is left, so that it does not hold up the others. */
    private static final int FAILURES = 3;

    private final SenderBook book;
    private final Restoring restoring;
    private final OpenMessages openMessages;
    private final QueueRepair repair;
    private final InstantSource clock;
    /** A younger message may still be on its way to the queue. */
    private final Duration youngest;

    private @Nullable Cursor cursor;
    private int failures;

    JournalScan(
            SenderBook book,
            Restoring restoring,
            OpenMessages openMessages,
            QueueRepair repair,
            RepairConfig config,
            InstantSource clock) {
        this.book = book;
        this.restoring = restoring;
        this.openMessages = openMessages;
        this.repair = repair;
        this.youngest = config.sweepAfter();
        this.clock = clock;
    }

    /** Takes some steps. The caller must not overlap two runs. */
    Uni<Void> run() {
        return Uni.createFrom()
                .deferred(() -> steps(PAGE, Math.min(PORTFOLIOS, portfolios().size())));
    }

    private Uni<Void> steps(int messages, int portfolios) {
        return messages == 0 || portfolios == 0
                ? Unis.done()
                : step(next(), messages).chain(seen -> steps(messages - seen, portfolios - 1));
    }

    /** Returns how many messages were looked at. */
    private Uni<Integer> step(Cursor from, int most) {
        return restoring
                .isReady(from.portfolio())
                .chain(ready -> ready ? page(from, most) : leave(from))
                .invoke(seen -> failures = 0)
                .onFailure()
                .invoke(failure -> failed(from));
    }

    private Uni<Integer> page(Cursor from, int most) {
        return openMessages
                .page(from.portfolio(), from.after(), most)
                .call(page -> repair.enqueueMissing(from.portfolio(), settled(page)))
                .invoke(page -> cursor = page.size() < most ? from.end() : from.after(page.get(page.size() - 1)))
                .map(List::size);
    }

    /** A portfolio that is not ready is about to be loaded as a whole. */
    private Uni<Integer> leave(Cursor from) {
        cursor = from.end();
        return Uni.createFrom().item(0);
    }

    private void failed(Cursor from) {
        failures++;
        cursor = failures < FAILURES ? from : from.end();
        failures %= FAILURES;
    }

    private List<OpenMessage> settled(List<OpenMessage> page) {
        Instant before = clock.instant().minus(youngest);
        return page.stream()
                .filter(message -> message.state() == State.SENDING
                        ? message.deadline().map(before::isAfter).orElse(true)
                        : message.state().isWaiting() && message.id().epochMillis() < before.toEpochMilli())
                .toList();
    }

    /** Continues in the same portfolio, or at the first message of the next one, in an endless circle. */
    private Cursor next() {
        Cursor current = cursor;
        NavigableSet<PortfolioId> all = portfolios();
        if (current == null) {
            return Cursor.start(all.first());
        }
        if (!current.ended() && all.contains(current.portfolio())) {
            return current;
        }
        PortfolioId higher = all.higher(current.portfolio());
        return Cursor.start(higher != null ? higher : all.first());
    }

    private NavigableSet<PortfolioId> portfolios() {
        return book.senders().stream()
                .map(Sender::portfolio)
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(PortfolioId::value))));
    }

    /** Where the scan stands: after a message of a portfolio, before its first message, or at its end. */
    private record Cursor(PortfolioId portfolio, Optional<MessageId> after, boolean ended) {

        static Cursor start(PortfolioId portfolio) {
            return new Cursor(portfolio, Optional.empty(), false);
        }

        Cursor after(OpenMessage message) {
            return new Cursor(portfolio, Optional.of(message.id()), false);
        }

        Cursor end() {
            return new Cursor(portfolio, Optional.empty(), true);
        }
    }
}
