package io.estafet.dispatch;

import io.estafet.dispatch.repair.Repairs;
import io.estafet.queue.LeaseOwner;
import io.estafet.queue.Wakes;
import io.estafet.queue.Wakes.News;
import io.estafet.queue.Wakes.Work;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Wakes the loops of this replica's share of the numbers, adjusts the share as replicas come and go, runs the repairs
 * on one of the replicas, and drains.
 */
@Singleton
public final class DispatchLifecycle {

    private static final Logger LOG = Logger.getLogger(DispatchLifecycle.class);
    private static final long REPAIR_MILLIS = 1_000;
    private static final long DRAIN_LOOK_MILLIS = 20;
    /** The repairs belong to the replica that has this name in its share. */
    private static final String REPAIRS = "sweep";

    private final Vertx vertx;
    private final DispatchConfig config;
    private final DispatchMeters meters;
    private final InstantSource clock;
    private final SenderBook book;
    private final Wakes wakes;
    private final LeaseOwner owner;
    private final Share share;
    private final SenderLoops loops;
    private final Repairs repairs;
    private final DirectoryChanges changes = new DirectoryChanges();
    private final AtomicBoolean polling = new AtomicBoolean();

    private volatile boolean running;
    private volatile long patrolledNanos;
    private volatile long heard;

    DispatchLifecycle(
            Vertx vertx,
            DispatchConfig config,
            DispatchMeters meters,
            InstantSource clock,
            SenderBook book,
            Wakes wakes,
            LeaseOwner owner,
            Share share,
            SenderLoops loops,
            Repairs repairs) {
        this.vertx = vertx;
        this.config = config;
        this.meters = meters;
        this.clock = clock;
        this.book = book;
        this.wakes = wakes;
        this.owner = owner;
        this.share = share;
        this.loops = loops;
        this.repairs = repairs;
    }

    /** Begins to dispatch. The directory's books must be loaded and the journal's schema must exist. */
    public void start() {
        meters.journalLag(this::journalLagSeconds);
        if (!config.enabled()) {
            return;
        }
        running = true;
        every(config.poll().toMillis(), this::poll);
        every(REPAIR_MILLIS, this::repair);
        LOG.infof("dispatching replica=%s", owner.id());
    }

    private void every(long millis, Runnable work) {
        vertx.setPeriodic(millis, timer -> {
            if (running) {
                work.run();
            } else {
                vertx.cancelTimer(timer);
            }
        });
    }

    /**
     * Takes no more messages and waits for the requests under way and their records, at most
     * {@link DispatchConfig#drain()}.
     */
    public Uni<Void> drain() {
        running = false;
        loops.stop();
        long until = System.nanoTime() + config.drain().toNanos();
        return Uni.createFrom()
                .<Void>emitter(emitter -> vertx.setPeriodic(DRAIN_LOOK_MILLIS, timer -> {
                    int left =
                            loops.all().stream().mapToInt(SenderLoop::underWay).sum();
                    if (left == 0 || System.nanoTime() - until > 0) {
                        vertx.cancelTimer(timer);
                        LOG.infof("drained left=%d", left);
                        emitter.complete(null);
                    }
                }));
    }

    private double journalLagSeconds() {
        long oldest = loops.all().stream()
                .mapToLong(SenderLoop::unrecordedSinceMillis)
                .min()
                .orElse(OutcomeRecorder.ALL_RECORDED);
        return Math.max(0, clock.millis() - oldest) / 1_000.0;
    }

    private void poll() {
        if (polling.compareAndSet(false, true)) {
            wakes.poll(owner.id(), heard)
                    .invoke(this::heard)
                    .onFailure()
                    .invoke(failure -> {
                        LOG.debugf("no news: %s", failure);
                        patrolWhenDue();
                    })
                    .onTermination()
                    .invoke(() -> polling.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> {});
        }
    }

    private void heard(News news) {
        heard = news.seq();
        if (share.replicas(news.replicas())) {
            LOG.infof("replicas=%d", news.replicas().size());
            repairs.restart();
            patrolledNanos = 0;
        }
        patrolWhenDue();
        news.work().stream()
                .map(Work::sender)
                .filter(share.numbers()::contains)
                .forEach(sender -> loops.of(sender).wake());
    }

    private void patrolWhenDue() {
        long now = System.nanoTime();
        boolean changed = changes.wantLook(book.version(), now);
        boolean due =
                patrolledNanos == 0 || now - patrolledNanos >= config.patrol().toNanos();
        if (running && (changed || due)) {
            patrolledNanos = now;
            patrol();
        }
    }

    /** Every number of this replica's share is looked at; the loops of numbers that have left the share rest. */
    private void patrol() {
        share.refresh().forEach(sender -> loops.of(sender).rest());
        share.numbers().forEach(sender -> loops.of(sender).wake());
    }

    private void repair() {
        if (share.isMine(REPAIRS)) {
            repairs.begin();
        } else {
            repairs.restart();
        }
    }
}
