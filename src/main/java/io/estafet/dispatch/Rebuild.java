package io.estafet.dispatch;

import io.estafet.journal.OpenMessage;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Writes a portfolio's state in Redis anew from PostgreSQL, whenever Redis is found empty, older than it was, or
 * another process. First the epoch is raised, so that every right taken under the old state is either seen here or
 * refused. Then all keys of the portfolio are deleted, loaded and, last, marked as ready.
 */
final class Rebuild {

    private static final Logger LOG = Logger.getLogger(Rebuild.class);
    private static final int PAGE = 1_000;
    /**
     * The most rebuilds at once. Each holds a connection of the pool for its lock and needs others for its reads: far
     * below the pool's size.
     */
    private static final int AT_ONCE = 4;

    private static final int DOUBTS = 3;
    /** Longer than new data of the directory takes to reach Redis: until then takes find it missing, every 100 ms. */
    private static final long SURE_NANOS = Duration.ofSeconds(1).toNanos();

    /** Doubts further apart than this are not related. */
    private static final long DOUBT_NANOS = Duration.ofSeconds(10).toNanos();
    /**
     * Far more than a rebuild takes. Without it, a connection that went silent would keep the portfolio's place for
     * ever.
     */
    private static final Duration DEADLINE = Duration.ofSeconds(150);

    /**
     * The wait after a failed rebuild. A rebuild reads a day's charges: it must not be repeated at every look at a
     * Redis that is full.
     */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** A lease that is entered from the journal ends this long after the attempt's deadline. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Stations stations;
    private final Engine engine;
    private final UsageRestorer usage;
    private final Map<Suspect, Doubt> doubts = new ConcurrentHashMap<>();
    private final Set<PortfolioId> distrusted = ConcurrentHashMap.newKeySet();
    private final Set<PortfolioId> running = ConcurrentHashMap.newKeySet();

    Rebuild(Stations stations, Engine engine) {
        this.stations = stations;
        this.engine = engine;
        this.usage = new UsageRestorer(stations, engine);
    }

    /**
     * Begins a rebuild unless this replica has one of the portfolio, or too many, under way. The caller waits for
     * another replica's rebuild by asking again.
     *
     * @param number the number whose take asks for it
     * @param missing the key that the take found not whole, or why the take could not read
     */
    void request(PortfolioId portfolio, SenderId number, String missing) {
        if (running.size() >= AT_ONCE || !running.add(portfolio)) {
            return;
        }
        stations.rebuildLock()
                .exclusively(portfolio, () -> unlessReady(portfolio, number, missing))
                .ifNoItem()
                .after(DEADLINE)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.warnf("rebuild failed portfolio=%s cause=%s", portfolio, failure))
                .onFailure()
                .call(() -> Uni.createFrom().voidItem().onItem().delayIt().by(AFTER_FAILURE))
                .subscribe()
                .with(done -> running.remove(portfolio), failure -> running.remove(portfolio));
    }

    /** The next request rebuilds the portfolio even if it is marked as ready. */
    void distrust(PortfolioId portfolio) {
        distrusted.add(portfolio);
    }

    private Uni<Void> unlessReady(PortfolioId portfolio, SenderId number, String missing) {
        return stations.restoring().isReady(portfolio).chain(ready -> {
            // Removed in any case: a rebuild settles both.
            boolean unreadable = distrusted.remove(portfolio);
            if (unreadable) {
                alarm("unreadable", portfolio, missing);
            }
            return !ready || unreadable ? rebuild(portfolio) : unlessWhole(portfolio, number, missing);
        });
    }

    private void alarm(String kind, PortfolioId portfolio, String what) {
        LOG.errorf("%s in Redis and rebuilt: portfolio=%s what=%s", kind, portfolio, what);
        engine.meters().damaged(kind);
    }

    /**
     * The portfolio is marked as ready, and yet takes find the same key missing again and again: the key was lost. A
     * number that was registered a moment ago looks the same until its keys are marked, which takes as long as Redis
     * and PostgreSQL need. The set of marked numbers tells the two apart, not the time.
     */
    private Uni<Void> unlessWhole(PortfolioId portfolio, SenderId number, String missing) {
        long now = System.nanoTime();
        Doubt doubt = doubts.merge(new Suspect(portfolio, missing), new Doubt(1, now, now), Doubt::and);
        if (!doubt.isSure()) {
            return Uni.createFrom().voidItem();
        }
        return stations.restoring().isNew(portfolio, number).chain(isNew -> {
            if (isNew) {
                return stations.live().projectDirectory(portfolio);
            }
            alarm("lost", portfolio, missing);
            return rebuild(portfolio);
        });
    }

    private Uni<Void> rebuild(PortfolioId portfolio) {
        List<SenderId> senders =
                stations.book().senders(portfolio).stream().map(Sender::id).toList();
        long began = System.nanoTime();
        doubts.keySet().removeIf(suspect -> suspect.portfolio().equals(portfolio));
        return stations.openMessages()
                .nextEpoch(portfolio)
                .chain(epoch -> stations.restoring()
                        .clear(portfolio, senders)
                        .chain(cleared -> load(portfolio, cleared.at())
                                .chain(() ->
                                        stations.restoring().complete(portfolio, senders, cleared.process(), epoch))))
                .invoke(complete -> LOG.infof(
                        "portfolio rebuilt portfolio=%s complete=%s millis=%d",
                        portfolio, complete, (System.nanoTime() - began) / 1_000_000))
                .call(() -> stations.wakes().wake(portfolio, senders))
                .replaceWithVoid();
    }

    /**
     * @param now by the clock of Redis, which set the times in the journal that count: this machine's own may differ
     */
    private Uni<Void> load(PortfolioId portfolio, Instant now) {
        return stations.projection()
                .load(portfolio)
                .chain(() -> usage.load(portfolio, now))
                .chain(() -> queue(portfolio));
    }

    private Uni<Void> queue(PortfolioId portfolio) {
        return Pipelines.pages(
                PAGE, after -> stations.openMessages().page(portfolio, after, PAGE), page -> place(portfolio, page));
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

    /** A person to whom a request is under way stays busy until it cannot be under way any more. */
    private Uni<Void> busy(PortfolioId portfolio, List<OpenMessage> page) {
        Map<SenderId, Map<PersonId, Instant>> bySender = new HashMap<>();
        page.stream()
                .filter(message ->
                        !message.state().isWaiting() && message.deadline().isPresent())
                .forEach(message -> bySender.computeIfAbsent(message.sender(), s -> new HashMap<>())
                        .merge(message.person(), message.deadline().orElseThrow(), Rebuild::later));
        return eachSender(bySender, (sender, people) -> stations.restoring().busy(portfolio, sender, people));
    }

    /** When the lease ends that is entered from the journal for an attempt. */
    static long leaseUntil(OpenMessage message) {
        return message.deadline().orElse(Instant.EPOCH).plus(GRACE).toEpochMilli();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Uni<Void> eachSender(Map<SenderId, Map<PersonId, Instant>> bySender, Write write) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Map.Entry<SenderId, Map<PersonId, Instant>> of : new ArrayList<>(bySender.entrySet())) {
            all = all.chain(() -> write.people(of.getKey(), of.getValue()));
        }
        return all;
    }

    /** A key that was found missing, and its portfolio. */
    private record Suspect(PortfolioId portfolio, String missing) {}

    /** How often in a row a key was found missing, when first and when last. */
    private record Doubt(int count, long firstNanos, long lastNanos) {

        Doubt and(Doubt next) {
            return next.lastNanos - lastNanos > DOUBT_NANOS
                    ? next
                    : new Doubt(count + next.count, firstNanos, next.lastNanos);
        }

        boolean isSure() {
            return count >= DOUBTS && lastNanos - firstNanos >= SURE_NANOS;
        }
    }

    interface Write {
        Uni<Void> people(SenderId sender, Map<PersonId, Instant> times);
    }
}
