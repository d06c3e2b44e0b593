package io.estafet.dispatch;

import io.estafet.journal.OpenMessage;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.State;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The net below everything else: goes slowly and without end over all open messages, one portfolio after the other, and
 * enqueues those that wait, or whose attempt is over, and that the queue does not have, whyever it lost them. The {@link Sweeper} finds the recent
 * ones sooner; this finds all.
 */
final class JournalScan {

    /** Messages in one run. */
    private static final int PAGE = 1_000;
    /** Portfolios in one run, so that many small ones do not make a round long. */
    private static final int PORTFOLIOS = 20;
    /** A page that fails so often in a row does not hold up the other portfolios. */
    private static final int FAILURES = 3;

    private final Stations stations;
    private final QueueRepair repair;
    /** What is younger may be on its way to the queue just now. */
    private final Duration youngest;

    private @Nullable Place place;
    private int failures;

    JournalScan(Stations stations, DispatchConfig config, DispatchMeters meters) {
        this.stations = stations;
        this.repair = new QueueRepair(stations, meters);
        this.youngest = config.sweepAfter();
    }

    /** Some steps; the caller does not overlap them. */
    Uni<Void> run() {
        return Uni.createFrom()
                .deferred(() -> steps(PAGE, Math.min(PORTFOLIOS, portfolios().size())));
    }

    private Uni<Void> steps(int messages, int portfolios) {
        return messages == 0 || portfolios == 0
                ? Uni.createFrom().voidItem()
                : step(next(), messages).chain(seen -> steps(messages - seen, portfolios - 1));
    }

    /** Answers how many messages it has looked at. */
    private Uni<Integer> step(Place from, int most) {
        return stations.restoring()
                .isReady(from.portfolio())
                .chain(ready -> ready ? page(from, most) : leave(from))
                .invoke(seen -> failures = 0)
                .onFailure()
                .invoke(failure -> failed(from));
    }

    private Uni<Integer> page(Place from, int most) {
        return stations.openMessages()
                .page(from.portfolio(), from.after(), most)
                .call(page -> repair.enqueue(from.portfolio(), settled(page)))
                .invoke(page -> place = page.size() < most ? from.end() : from.after(page.get(page.size() - 1)))
                .map(List::size);
    }

    /** A portfolio that is not ready is about to be loaded as a whole. */
    private Uni<Integer> leave(Place from) {
        place = from.end();
        return Uni.createFrom().item(0);
    }

    private void failed(Place from) {
        failures++;
        place = failures < FAILURES ? from : from.end();
        failures %= FAILURES;
    }

    private List<OpenMessage> settled(List<OpenMessage> page) {
        Instant before = stations.clock().instant().minus(youngest);
        return page.stream()
                .filter(message -> message.state() == State.SENDING
                        ? message.deadline().map(before::isAfter).orElse(true)
                        : message.state().isWaiting() && message.id().epochMillis() < before.toEpochMilli())
                .toList();
    }

    /** On in the same portfolio, or with the next one's first message, round and round. */
    private Place next() {
        Place current = place;
        NavigableSet<PortfolioId> all = portfolios();
        if (current == null) {
            return Place.start(all.first());
        }
        if (!current.ended() && all.contains(current.portfolio())) {
            return current;
        }
        PortfolioId higher = all.higher(current.portfolio());
        return Place.start(higher != null ? higher : all.first());
    }

    private NavigableSet<PortfolioId> portfolios() {
        return stations.book().senders().stream()
                .map(Sender::portfolio)
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(PortfolioId::value))));
    }

    /** Where the walk stands: behind a message of a portfolio, before its first one, or at its end. */
    private record Place(PortfolioId portfolio, Optional<MessageId> after, boolean ended) {

        static Place start(PortfolioId portfolio) {
            return new Place(portfolio, Optional.empty(), false);
        }

        Place after(OpenMessage message) {
            return new Place(portfolio, Optional.of(message.id()), false);
        }

        Place end() {
            return new Place(portfolio, Optional.empty(), true);
        }
    }
}
