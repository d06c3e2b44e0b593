package io.estafet.dispatch.repair;

import io.estafet.admission.Restoring;
import io.estafet.directory.LiveProjection;
import io.estafet.journal.RebuildLock;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Decides when a portfolio's state in Redis is rebuilt: whenever Redis is found empty, older than it was, unreadable or
 * another process. One replica at a time rebuilds a portfolio. Thread-safe.
 */
@Singleton
public final class Rebuilds {

    private static final Logger LOG = Logger.getLogger(Rebuilds.class);
    /**
     * The most rebuilds at once. Each holds a connection of the pool for its lock and needs others for its reads: far
     * below the pool's size.
     */
    private static final int AT_ONCE = 4;
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

    /**
     * In place of a missing key: an earlier rebuild raised the portfolio's epoch, and ended before it cleared Redis.
     */
    public static final String EPOCH = "epoch";

    private final RebuildLock lock;
    private final Restoring restoring;
    private final LiveProjection projection;
    private final PortfolioRebuild rebuild;
    private final RepairMeters meters;
    private final LostKeys lostKeys = new LostKeys();
    private final Set<PortfolioId> unreadable = ConcurrentHashMap.newKeySet();
    private final Set<PortfolioId> running = ConcurrentHashMap.newKeySet();

    Rebuilds(
            RebuildLock lock,
            Restoring restoring,
            LiveProjection projection,
            PortfolioRebuild rebuild,
            RepairMeters meters) {
        this.lock = lock;
        this.restoring = restoring;
        this.projection = projection;
        this.rebuild = rebuild;
        this.meters = meters;
    }

    /**
     * Begins a rebuild unless the portfolio is whole, or this replica has one of it, or too many, under way. The caller
     * waits for another replica's rebuild by asking again.
     *
     * @param number the number whose take asks for it
     * @param missing the key that the take found not whole, or {@link #EPOCH}
     */
    public void request(PortfolioId portfolio, SenderId number, String missing) {
        if (running.size() >= AT_ONCE || !running.add(portfolio)) {
            return;
        }
        lock.exclusively(portfolio, () -> unlessReady(portfolio, number, missing))
                .ifNoItem()
                .after(DEADLINE)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.warnf("rebuild failed portfolio=%s cause=%s", portfolio, failure))
                .onFailure()
                .call(() -> Unis.done().onItem().delayIt().by(AFTER_FAILURE))
                .onTermination()
                .invoke(() -> running.remove(portfolio))
                .subscribe()
                .with(done -> {}, failure -> {});
    }

    /**
     * Requests a rebuild even if the portfolio is marked as ready: a take could not read it. A rebuild deletes all its
     * keys first, whatever their types are.
     *
     * @param cause what the take could not read
     */
    public void requestUnreadable(PortfolioId portfolio, SenderId number, String cause) {
        unreadable.add(portfolio);
        request(portfolio, number, cause);
    }

    private Uni<Void> unlessReady(PortfolioId portfolio, SenderId number, String missing) {
        return restoring.isReady(portfolio).chain(ready -> {
            // Removed in any case: the rebuild below covers it.
            boolean isUnreadable = unreadable.remove(portfolio);
            if (isUnreadable) {
                alarm("unreadable", portfolio, missing);
            }
            return !ready || isUnreadable ? rebuild(portfolio) : unlessWhole(portfolio, number, missing);
        });
    }

    /**
     * The portfolio is marked as ready, and yet takes find the same key missing again and again: the key was lost. A
     * number that was registered a moment ago looks the same until its keys are marked, which takes as long as Redis
     * and PostgreSQL need. The set of marked numbers tells the two apart, not the time.
     */
    private Uni<Void> unlessWhole(PortfolioId portfolio, SenderId number, String missing) {
        if (!lostKeys.isLost(portfolio, missing, System.nanoTime())) {
            return Unis.done();
        }
        return restoring.isNew(portfolio, number).chain(isNew -> {
            if (isNew) {
                return projection.projectDirectory(portfolio);
            }
            if (missing.equals(EPOCH)) {
                LOG.warnf("an interrupted rebuild is repeated portfolio=%s", portfolio);
            } else {
                alarm("lost", portfolio, missing);
            }
            return rebuild(portfolio);
        });
    }

    private Uni<Void> rebuild(PortfolioId portfolio) {
        lostKeys.forget(portfolio);
        return rebuild.run(portfolio);
    }

    private void alarm(String kind, PortfolioId portfolio, String what) {
        LOG.errorf("%s in Redis and rebuilt: portfolio=%s what=%s", kind, portfolio, what);
        meters.damaged(kind);
    }
}
