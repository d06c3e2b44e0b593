package io.estafet.dispatch;

import io.estafet.admission.Restoring.LiveCharge;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.outcome.OpenMessage;
import io.estafet.outcome.OpenMessages;
import io.estafet.queue.Entry;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Writes a portfolio's Redis state anew from PostgreSQL, whenever Redis is found empty, older than it was, or another
 * process. First the epoch grows, so that every right taken under the old state is either seen here or refused; then
 * everything of the portfolio is deleted, loaded and marked as ready, last.
 */
final class Rebuild {

    private static final Logger LOG = Logger.getLogger(Rebuild.class);
    private static final int PAGE = 1_000;
    /** Each holds a connection of the pool for its lock and needs others for its reads: far below the pool's size. */
    private static final int AT_ONCE = 4;

    private static final int DOUBTS = 3;
    /** Doubts further apart have nothing to do with each other. */
    private static final long DOUBT_NANOS = Duration.ofSeconds(10).toNanos();
    /** Far more than a rebuild takes: a connection that went silent would keep the portfolio's place for ever. */
    private static final Duration DEADLINE = Duration.ofSeconds(150);

    private static final Duration MOVING_DAY = Duration.ofDays(1);
    /** A lease that is entered from the journal ends so long after the attempt's deadline. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Stations stations;
    private final Engine engine;
    private final Map<PortfolioId, Doubt> doubts = new ConcurrentHashMap<>();
    private final Set<PortfolioId> distrusted = ConcurrentHashMap.newKeySet();
    private final Set<PortfolioId> running = ConcurrentHashMap.newKeySet();

    Rebuild(Stations stations, Engine engine) {
        this.stations = stations;
        this.engine = engine;
    }

    /** Begins a rebuild unless this replica has one under way; another replica's is waited for by asking again. */
    void request(PortfolioId portfolio) {
        if (running.size() >= AT_ONCE || !running.add(portfolio)) {
            return;
        }
        stations.rebuildLock()
                .exclusively(portfolio, () -> unlessReady(portfolio))
                .ifNoItem()
                .after(DEADLINE)
                .fail()
                .subscribe()
                .with(done -> running.remove(portfolio), failure -> {
                    running.remove(portfolio);
                    LOG.warnf("rebuild failed portfolio=%s cause=%s", portfolio, failure);
                });
    }

    /** The next request rebuilds even what is marked as ready. */
    void distrust(PortfolioId portfolio) {
        distrusted.add(portfolio);
    }

    private Uni<Void> unlessReady(PortfolioId portfolio) {
        return stations.restoring()
                .isReady(portfolio)
                .chain(ready -> ready && !distrusted.remove(portfolio) && !isPartlyLost(portfolio)
                        ? Uni.createFrom().voidItem()
                        : rebuild(portfolio));
    }

    /** Said to be ready, and yet a take finds something missing, again and again: part of it was lost. */
    private boolean isPartlyLost(PortfolioId portfolio) {
        Doubt doubt = new Doubt(1, System.nanoTime());
        return doubts.merge(portfolio, doubt, Doubt::and).count() >= DOUBTS;
    }

    private Uni<Void> rebuild(PortfolioId portfolio) {
        List<SenderId> senders =
                stations.book().senders(portfolio).stream().map(Sender::id).toList();
        long began = System.nanoTime();
        doubts.remove(portfolio);
        return stations.openMessages()
                .nextEpoch(portfolio)
                .chain(epoch -> stations.restoring()
                        .clear(portfolio, senders)
                        .chain(process -> load(portfolio)
                                .chain(() -> stations.restoring().complete(portfolio, senders, process, epoch))))
                .invoke(complete -> LOG.infof(
                        "portfolio rebuilt portfolio=%s complete=%s millis=%d",
                        portfolio, complete, (System.nanoTime() - began) / 1_000_000))
                .call(() -> stations.wakes().wake(portfolio, senders))
                .replaceWithVoid();
    }

    private Uni<Void> load(PortfolioId portfolio) {
        return stations.projection()
                .load(portfolio)
                .chain(() -> charges(portfolio, Optional.empty()))
                .chain(() -> pairs(portfolio))
                .chain(() -> queue(portfolio, Optional.empty()));
    }

    private Uni<Void> charges(PortfolioId portfolio, Optional<MessageId> after) {
        Instant since = stations.clock().instant().minus(MOVING_DAY);
        return stations.openMessages().charges(portfolio, since, after, PAGE).chain(page -> {
            List<LiveCharge> charges = page.stream()
                    .map(c -> new LiveCharge(c.id(), c.sender(), c.person(), c.countedAt()))
                    .toList();
            Uni<Void> written = stations.restoring().charge(portfolio, charges);
            return page.size() < PAGE
                    ? written
                    : written.chain(() -> charges(
                            portfolio, Optional.of(page.get(page.size() - 1).id())));
        });
    }

    /** The pair rate's memory, folded from the attempts that may still count. */
    private Uni<Void> pairs(PortfolioId portfolio) {
        Instant since = stations.clock().instant().minus(engine.pairMemory());
        return stations.openMessages()
                .starts(portfolio, since)
                .map(this::usedUntil)
                .chain(bySender -> eachSender(
                        bySender, (sender, people) -> stations.restoring().pairs(portfolio, sender, people)));
    }

    private Map<SenderId, Map<PersonId, Instant>> usedUntil(List<OpenMessages.Start> starts) {
        Map<SenderId, Map<PersonId, Instant>> bySender = new HashMap<>();
        for (OpenMessages.Start start : starts) {
            bySender.computeIfAbsent(start.sender(), s -> new HashMap<>())
                    .merge(
                            start.person(),
                            start.at().plus(engine.pairInterval()),
                            (used, next) -> (used.isAfter(start.at()) ? used : start.at()).plus(engine.pairInterval()));
        }
        return bySender;
    }

    private Uni<Void> queue(PortfolioId portfolio, Optional<MessageId> after) {
        return stations.openMessages().page(portfolio, after, PAGE).chain(page -> {
            Uni<Void> placed = place(portfolio, page);
            return page.size() < PAGE
                    ? placed
                    : placed.chain(() -> queue(
                            portfolio, Optional.of(page.get(page.size() - 1).id())));
        });
    }

    private Uni<Void> place(PortfolioId portfolio, List<OpenMessage> page) {
        List<Entry> waiting = page.stream()
                .filter(message -> message.state().isWaiting())
                .map(OpenMessage::entry)
                .toList();
        List<OpenMessage> sending = page.stream()
                .filter(message -> message.state() == State.SENDING)
                .toList();
        List<Long> leases = sending.stream().map(Rebuild::leaseUntil).toList();
        return stations.queue()
                .enqueue(portfolio, waiting)
                .chain(() -> stations.queue()
                        .enqueueTaken(
                                portfolio,
                                sending.stream().map(OpenMessage::entry).toList(),
                                leases))
                .chain(() -> busy(portfolio, page));
    }

    /** Whoever has a request under way stays busy until it cannot be any more. */
    private Uni<Void> busy(PortfolioId portfolio, List<OpenMessage> page) {
        Map<SenderId, Map<PersonId, Instant>> bySender = new HashMap<>();
        page.stream()
                .filter(message ->
                        !message.state().isWaiting() && message.deadline().isPresent())
                .forEach(message -> bySender.computeIfAbsent(message.sender(), s -> new HashMap<>())
                        .merge(message.person(), message.deadline().orElseThrow(), Rebuild::later));
        return eachSender(bySender, (sender, people) -> stations.restoring().busy(portfolio, sender, people));
    }

    private static long leaseUntil(OpenMessage message) {
        return message.deadline().orElse(Instant.EPOCH).plus(GRACE).toEpochMilli();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Uni<Void> eachSender(Map<SenderId, Map<PersonId, Instant>> bySender, Write write) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Map.Entry<SenderId, Map<PersonId, Instant>> of : new ArrayList<>(bySender.entrySet())) {
            all = all.chain(() -> write.people(of.getKey(), of.getValue()));
        }
        return all;
    }

    /** How often in a row, and when last. */
    private record Doubt(int count, long atNanos) {

        Doubt and(Doubt next) {
            return next.atNanos - atNanos > DOUBT_NANOS ? next : new Doubt(count + next.count, next.atNanos);
        }
    }

    private interface Write {
        Uni<Void> people(SenderId sender, Map<PersonId, Instant> times);
    }
}
