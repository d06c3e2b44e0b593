package io.estafet.dispatch;

import io.estafet.admission.AdmissionConfig;
import io.estafet.message.SenderId;
import io.estafet.queue.Wakes.News;
import io.estafet.queue.Wakes.Work;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Starts the loops of this replica's share of the numbers, adjusts the share as replicas come and go, runs the sweeps,
 * and drains. Shares are an optimisation: two replicas on one number are slower, never wrong.
 */
@Singleton
public final class DispatchLifecycle {

    private static final Logger LOG = Logger.getLogger(DispatchLifecycle.class);
    private static final long SWEEP_MILLIS = 1_000;
    private static final long DRAIN_LOOK_MILLIS = 20;
    /**
     * After this time a change of the directory is in Redis. If not, Redis has trouble and the patrol finds the change.
     */
    private static final long IN_REDIS_NANOS = Duration.ofSeconds(1).toNanos();

    private static final String SWEEPING = "sweep";

    private final Stations stations;
    private final Vertx vertx;
    private final DispatchConfig config;
    private final Engine engine;
    private final DispatchMeters meters;
    private final Sweeper sweeper;
    /** Each task runs by itself: none waits for another, or ends with it. */
    private final List<PeriodicTask> tasks;

    private final Map<SenderId, SenderLoop> loops = new ConcurrentHashMap<>();
    private final AtomicBoolean polling = new AtomicBoolean();

    private volatile boolean running;
    private volatile Set<String> replicas = Set.of();
    private volatile Set<SenderId> owned = Set.of();
    private volatile long patrolledNanos;
    private volatile long heard;
    private volatile long heededVersion = -1;
    private volatile long changedNanos;
    private volatile boolean lookAgain;

    DispatchLifecycle(
            Stations stations,
            Vertx vertx,
            DispatchConfig config,
            UnknownConfig unknownConfig,
            AdmissionConfig admission,
            DispatchMeters meters,
            SendRates rates) {
        this.stations = stations;
        this.vertx = vertx;
        this.config = config;
        this.meters = meters;
        this.engine = new Engine(stations, config, admission, meters, rates);
        this.sweeper = new Sweeper(stations, config, meters);
        this.tasks = List.of(
                new PeriodicTask("sweeper", sweeper::run),
                new PeriodicTask("journal scan", new JournalScan(stations, config, meters)::run),
                new PeriodicTask("unknown outcomes", new UnknownOutcomes(stations, unknownConfig)::run));
    }

    /** Begins to dispatch. The directory's books must be loaded and the journal's schema must exist. */
    public void start() {
        meters.journalLag(this::journalLagSeconds);
        if (!config.enabled()) {
            return;
        }
        running = true;
        replicas = Set.of(engine.owner());
        vertx.setPeriodic(config.poll().toMillis(), timer -> {
            if (!running) {
                vertx.cancelTimer(timer);
            } else {
                poll();
            }
        });
        vertx.setPeriodic(SWEEP_MILLIS, timer -> {
            if (!running) {
                vertx.cancelTimer(timer);
            } else {
                sweep();
            }
        });
        LOG.infof("dispatching replica=%s", engine.owner());
    }

    /**
     * Takes no more messages and waits for the requests under way and their records, at most
     * {@link DispatchConfig#drain()}.
     */
    public Uni<Void> drain() {
        running = false;
        loops.values().forEach(SenderLoop::stop);
        long until = System.nanoTime() + config.drain().toNanos();
        return Uni.createFrom()
                .<Void>emitter(emitter -> vertx.setPeriodic(DRAIN_LOOK_MILLIS, timer -> {
                    int left = loops.values().stream()
                            .mapToInt(SenderLoop::underWay)
                            .sum();
                    if (left == 0 || System.nanoTime() - until > 0) {
                        vertx.cancelTimer(timer);
                        LOG.infof("drained left=%d", left);
                        emitter.complete(null);
                    }
                }));
    }

    private double journalLagSeconds() {
        long oldest = loops.values().stream()
                .mapToLong(SenderLoop::unrecordedSinceMillis)
                .min()
                .orElse(OutcomeRecorder.ALL_RECORDED);
        return Math.max(0, stations.clock().millis() - oldest) / 1_000.0;
    }

    private void poll() {
        if (!polling.compareAndSet(false, true)) {
            return;
        }
        stations.wakes().poll(engine.owner(), heard).subscribe().with(this::heard, failure -> {
            polling.set(false);
            LOG.debugf("no news: %s", failure);
            patrol();
        });
    }

    private void heard(News news) {
        polling.set(false);
        heard = news.seq();
        if (!news.replicas().equals(replicas)) {
            LOG.infof("replicas=%d", news.replicas().size());
            replicas = news.replicas();
            sweeper.forget();
            patrolledNanos = 0;
        }
        patrol();
        for (Work work : news.work()) {
            if (owned.contains(work.sender())) {
                loop(work.sender()).wake();
            }
        }
    }

    /**
     * Once in each {@link DispatchConfig#patrol()} every number of this replica's share is looked at, with or without a
     * hint; the loops of numbers that have left the share rest.
     */
    private void patrol() {
        long now = System.nanoTime();
        if (!running
                || (patrolledNanos != 0
                        && now - patrolledNanos < config.patrol().toNanos())) {
            heedChanges();
            return;
        }
        patrolledNanos = now;
        Set<SenderId> mine = share();
        Set<SenderId> lost = new HashSet<>(owned);
        lost.removeAll(mine);
        owned = mine;
        lost.forEach(sender -> loop(sender).rest());
        mine.forEach(sender -> loop(sender).wake());
    }

    /**
     * A change in the directory may let messages go, and a new number must not wait for the next patrol. The book has a
     * change a moment before Redis, from which messages are taken: so a second look follows.
     */
    private void heedChanges() {
        long version = stations.book().version();
        boolean isNew = version != heededVersion;
        boolean again = lookAgain && System.nanoTime() - changedNanos > IN_REDIS_NANOS;
        if (!running || !(isNew || again)) {
            return;
        }
        if (isNew) {
            changedNanos = System.nanoTime();
        }
        lookAgain = isNew;
        heededVersion = version;
        patrolledNanos = 0;
        patrol();
    }

    private Set<SenderId> share() {
        Set<SenderId> mine = new HashSet<>();
        for (Sender sender : stations.book().senders()) {
            if (isMine(sender.id().value())) {
                mine.add(sender.id());
            }
        }
        return Set.copyOf(mine);
    }

    private boolean isMine(String name) {
        return RendezvousHash.owner(name, replicas).map(engine.owner()::equals).orElse(true);
    }

    private SenderLoop loop(SenderId sender) {
        return loops.computeIfAbsent(
                sender, id -> new SenderLoop(stations, engine, ((VertxInternal) vertx).createEventLoopContext(), id));
    }

    private void sweep() {
        if (!isMine(SWEEPING)) {
            sweeper.forget();
            return;
        }
        tasks.forEach(PeriodicTask::begin);
    }
}
