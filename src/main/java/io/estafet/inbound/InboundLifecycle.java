package io.estafet.inbound;

import io.estafet.clock.Repeating;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Starts and stops the work on stored payloads. A few rounds run side by side; each takes payloads that are due and
 * works on them. A round that leaves more behind starts another beside it. A round that finds nothing is the last,
 * until something is stored here or the poll finds what another replica stored.
 */
@Singleton
public final class InboundLifecycle {

    private static final Logger LOG = Logger.getLogger(InboundLifecycle.class);
    private static final Duration LOOK_AT_BACKLOG = Duration.ofSeconds(2);
    private static final Duration PURGE = Duration.ofMinutes(1);

    private final Payloads payloads;
    private final PayloadWork work;
    private final WebhookReceiver receiver;
    private final InboundConfig config;
    private final InstantSource clock;
    private final AtomicInteger rounds = new AtomicInteger();
    private final List<Cancellable> loops = new CopyOnWriteArrayList<>();
    private volatile boolean running;
    /** True when something may be due that no running round has looked for. */
    private volatile boolean wanted;

    InboundLifecycle(
            Payloads payloads, PayloadWork work, WebhookReceiver receiver, InboundConfig config, InstantSource clock) {
        this.payloads = payloads;
        this.work = work;
        this.receiver = receiver;
        this.config = config;
        this.clock = clock;
    }

    /** Begins to work. Call when the directory's books are loaded and the schema is there. */
    public void start() {
        running = true;
        payloads.onStored(this::look);
        loops.add(repeat("poll", config.poll(), this::poll));
        loops.add(repeat("backlog", LOOK_AT_BACKLOG, this::lookAtBacklog));
        loops.add(repeat("purge", PURGE, () -> payloads.purge(clock.instant().minus(config.retention()))));
    }

    /** Takes no more payloads. Work under way ends by itself, or another replica takes its payload again. */
    public void stop() {
        running = false;
        loops.forEach(Cancellable::cancel);
        loops.clear();
    }

    /** True while work is under way on this replica. */
    public boolean isBusy() {
        return rounds.get() > 0;
    }

    private Uni<Void> poll() {
        look();
        return Unis.done();
    }

    private void look() {
        wanted = true;
        if (running && rounds.getAndUpdate(now -> Math.min(now + 1, config.rounds())) < config.rounds()) {
            round();
        }
    }

    private void round() {
        wanted = false;
        payloads.take(config.take(), Math.max(1, config.takeBytes() / config.rounds()), config.lease())
                .chain(this::workOn)
                .subscribe()
                .with(this::ended, failure -> {
                    LOG.warnf("no webhooks taken cause=%s", failure);
                    rounds.decrementAndGet();
                });
    }

    private Uni<Integer> workOn(Payloads.Load taken) {
        if (taken.hasMore()) {
            look();
        }
        return Unis.atOnce(config.take(), taken.payloads(), work::work)
                .replaceWith(taken.payloads().size());
    }

    private void ended(int taken) {
        if (running && (wanted || taken > 0)) {
            round();
        } else {
            rounds.decrementAndGet();
            // Something was stored between the check of the flag and the decrement: nobody would look before the next
            // poll.
            if (wanted) {
                look();
            }
        }
    }

    private Uni<Void> lookAtBacklog() {
        return payloads.isBacklogAbove(config.backlog())
                .invoke(receiver::setFull)
                .replaceWithVoid();
    }

    private static Cancellable repeat(String what, Duration period, Supplier<Uni<Void>> step) {
        return Repeating.every(period, "webhooks, " + what, step)
                .subscribe()
                .with(done -> {}, failure -> LOG.errorf(failure, "the loop of webhooks, %s, ended", what));
    }
}
