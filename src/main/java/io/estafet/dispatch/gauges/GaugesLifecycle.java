package io.estafet.dispatch.gauges;

import io.estafet.admission.Charges;
import io.estafet.admission.Pauses;
import io.estafet.dispatch.gauges.SharedGauges.Limit;
import io.estafet.dispatch.gauges.SharedGauges.Reading;
import io.estafet.journal.UnknownAttempts;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.metrics.SenderLabel;
import io.estafet.queue.Queue;
import io.estafet.reactive.Unis;
import io.estafet.sender.Portfolio;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Reads the state that all replicas share, every {@link GaugesConfig#gauges()}, for the gauges. Every replica does
 * so, so that no replica's death hides it. A scrape never waits for a reading. A round reads each number that has a
 * label, and the next few of the others, so that its cost is bounded. While a server is away, its gauges keep the last
 * values for {@link #STALE_ROUNDS} rounds and then vanish.
 */
@Singleton
public final class GaugesLifecycle {

    private static final Logger LOG = Logger.getLogger(GaugesLifecycle.class);
    /** The most numbers without a label of their own that are read in one round. */
    private static final int OTHERS = 50;
    /** The most portfolios that are shown: each has two time series of its own. */
    private static final int MOST_PORTFOLIOS = 200;
    /** The most batches under way at once; far below the number of connections to Redis. */
    private static final int AT_ONCE = 4;

    private static final int STALE_ROUNDS = 6;

    private final SenderBook book;
    private final Queue queue;
    private final UnknownAttempts unknownAttempts;
    private final Charges charges;
    private final Pauses pauses;
    private final SenderLabel label;
    private final SharedGauges gauges;
    private final GaugesConfig config;
    private final InstantSource clock;
    private final Vertx vertx;
    private final Map<SenderId, Reading> readings = new ConcurrentHashMap<>();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile boolean running;
    private volatile String lastOther = "";
    private volatile int redisAway;
    private volatile int journalAway;

    GaugesLifecycle(
            SenderBook book,
            Queue queue,
            UnknownAttempts unknownAttempts,
            Charges charges,
            Pauses pauses,
            SenderLabel label,
            SharedGauges gauges,
            GaugesConfig config,
            InstantSource clock,
            Vertx vertx) {
        this.book = book;
        this.queue = queue;
        this.unknownAttempts = unknownAttempts;
        this.charges = charges;
        this.pauses = pauses;
        this.label = label;
        this.gauges = gauges;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** Begins to read. The directory's books must be loaded. */
    public void start() {
        running = true;
        vertx.setPeriodic(config.gauges().toMillis(), timer -> {
            if (!running) {
                vertx.cancelTimer(timer);
            } else if (reading.compareAndSet(false, true)) {
                readAll().subscribe().with(done -> reading.set(false), failure -> {
                    reading.set(false);
                    LOG.errorf(failure, "the gauges were not read");
                });
            }
        });
    }

    public void stop() {
        running = false;
    }

    private Uni<Void> readAll() {
        Uni<Void> shared = readNumbers().chain(this::readPortfolios).invoke(() -> redisAway = 0);
        return shared.onFailure()
                .recoverWithUni(this::withoutRedis)
                .chain(this::readUnknown)
                .invoke(() -> journalAway = 0)
                .onFailure()
                .recoverWithUni(this::withoutJournal);
    }

    private Uni<Void> readNumbers() {
        readings.keySet().removeIf(id -> book.find(id).isEmpty());
        return Unis.atOnce(AT_ONCE, next(), this::read).invoke(() -> gauges.numbers(readings, clock.millis()));
    }

    private Uni<Reading> read(Sender sender) {
        return Uni.combine()
                .all()
                .unis(queue.depths(sender.portfolio(), sender.id()), pauses.pauses(sender.portfolio(), sender.id()))
                .asTuple()
                .map(both -> new Reading(
                        both.getItem1(), reasons(sender, both.getItem2().keySet())))
                .invoke(now -> readings.put(sender.id(), now));
    }

    /** A number that its business has paused counts as paused, too. */
    private static Set<Reason> reasons(Sender sender, Set<Reason> paused) {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        reasons.addAll(paused);
        if (sender.paused()) {
            reasons.add(Reason.SENDER_PAUSED);
        }
        return reasons;
    }

    /** All numbers that have a label, and the next of those that have none, in the order of their ids. */
    private List<Sender> next() {
        Map<Boolean, List<Sender>> byLabel = book.senders().stream()
                .sorted(Comparator.comparing(sender -> sender.id().value()))
                .collect(Collectors.partitioningBy(
                        sender -> label.isNamed(sender.id().value())));
        List<Sender> all = new ArrayList<>(byLabel.getOrDefault(true, List.of()));
        List<Sender> others = byLabel.getOrDefault(false, List.of());
        List<Sender> some = others.stream()
                .filter(sender -> sender.id().value().compareTo(lastOther) > 0)
                .limit(OTHERS)
                .toList();
        lastOther = some.size() < OTHERS ? "" : some.get(OTHERS - 1).id().value();
        all.addAll(some);
        return all;
    }

    private Uni<Void> readPortfolios() {
        Map<PortfolioId, Limit> limits = new ConcurrentHashMap<>();
        return Unis.atOnce(
                        AT_ONCE,
                        portfolios(),
                        portfolio -> charges.usage(portfolio.id())
                                .invoke(usage -> limits.put(
                                        portfolio.id(), new Limit(portfolio.messagingLimit(), usage.used()))))
                .invoke(() -> gauges.portfolios(limits));
    }

    /** Portfolios of numbers that have a label come first. */
    private List<Portfolio> portfolios() {
        Set<PortfolioId> ids = new LinkedHashSet<>();
        book.senders().stream()
                .sorted(Comparator.comparing(
                                (Sender sender) -> !label.isNamed(sender.id().value()))
                        .thenComparing(sender -> sender.portfolio().value()))
                .forEach(sender -> ids.add(sender.portfolio()));
        return ids.stream()
                .map(book::find)
                .flatMap(Optional::stream)
                .limit(MOST_PORTFOLIOS)
                .toList();
    }

    private Uni<Void> readUnknown() {
        return unknownAttempts
                .bySender()
                .invoke(counts -> gauges.unknown(counts, readings.keySet()))
                .replaceWithVoid();
    }

    private Uni<Void> withoutRedis(Throwable failure) {
        LOG.debugf("gauges of Redis were not read: %s", failure);
        redisAway = Math.min(redisAway + 1, STALE_ROUNDS);
        if (redisAway == STALE_ROUNDS) {
            readings.clear();
            gauges.numbers(Map.of(), 0);
            gauges.portfolios(Map.of());
        }
        return Unis.done();
    }

    private Uni<Void> withoutJournal(Throwable failure) {
        LOG.debugf("gauges of the journal were not read: %s", failure);
        journalAway = Math.min(journalAway + 1, STALE_ROUNDS);
        if (journalAway == STALE_ROUNDS) {
            gauges.unknown(Map.of(), Set.of());
        }
        return Unis.done();
    }
}
