package io.estafet.dispatch;

import io.estafet.admission.Taken;
import io.estafet.journal.RightToSend.Claim;
import io.estafet.journal.RightToSend.Right;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.sender.Sender;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One number's loop: takes messages when there is work and capacity, has the rights committed, and hands each message
 * to {@link PacedSender} for its instant. Everything runs on the loop's own context.
 */
final class SenderLoop {

    private static final Logger LOG = Logger.getLogger(SenderLoop.class);
    private static final long NOT_READY_MILLIS = 100;
    private static final long FAILED_MILLIS = 250;
    private static final int WORTH_A_TAKE = 64;
    private static final long NONE = -1;

    private final Stations stations;
    private final Engine engine;
    private final Context context;
    private final Vertx vertx;
    private final SenderId id;
    private final PacedSender pacedSender;
    private final OutcomeRecorder outcomes;
    private final DecisionRecorder decisions;

    private boolean active;
    private boolean taking;
    private boolean again;
    private boolean hungry;
    private long timer = NONE;
    private long timerDueNanos;

    SenderLoop(Stations stations, Engine engine, Context context, SenderId id) {
        this.stations = stations;
        this.engine = engine;
        this.context = context;
        this.vertx = context.owner();
        this.id = id;
        this.outcomes = new OutcomeRecorder(stations, engine, context, id, this::roomMade, this::comeAgain);
        this.decisions = new DecisionRecorder(stations, engine, id, outcomes);
        this.pacedSender = new PacedSender(stations, engine, context, id, outcomes, this::roomMade);
    }

    /** Tells the loop that there may be work. May be called from any thread. */
    void wake() {
        context.runOnContext(v -> {
            active = true;
            pump();
        });
    }

    /** Takes no more messages; those under way go on. May be called from any thread. */
    void rest() {
        context.runOnContext(v -> {
            active = false;
            cancelTimer();
        });
    }

    /** Gives back the messages whose requests have not begun; for the drain. May be called from any thread. */
    void stop() {
        rest();
        context.runOnContext(v -> pacedSender.giveBackAll());
    }

    /** The number of messages between admission and acknowledgement, a moment old. May be called from any thread. */
    int underWay() {
        return outcomes.underWay();
    }

    /** When the oldest outcome that is not journalled yet arrived. May be called from any thread. */
    long unrecordedSinceMillis() {
        return outcomes.unrecordedSinceMillis();
    }

    private void pump() {
        if (!active || taking) {
            again = taking;
            return;
        }
        Optional<Sender> sender = stations.book().find(id);
        if (sender.isEmpty()) {
            return;
        }
        int most = room(sender.get());
        hungry = most <= 0;
        if (!hungry) {
            take(sender.get(), most);
        }
    }

    /**
     * A request is over or a record is written. That is worth a take only when the last one lacked capacity, and when
     * there is capacity for a batch.
     */
    private void roomMade() {
        if (hungry && !taking) {
            stations.book().find(id).filter(this::hasRoomForBatch).ifPresent(sender -> pump());
        }
    }

    private boolean hasRoomForBatch(Sender sender) {
        return outcomes.underWay() == 0 || room(sender) >= Math.min(WORTH_A_TAKE, 1 + sender.throughput() / 20);
    }

    /**
     * How many messages may be taken: the free in-flight slots, and those that may be admitted ahead of their instants.
     */
    private int room(Sender sender) {
        int free = stations.inflightLimits().of(id).available();
        return free == 0
                ? 0
                : Math.min(pacedSender.room(sender, free), engine.config().underWay() - outcomes.underWay());
    }

    private void take(Sender sender, int most) {
        taking = true;
        again = false;
        long beganNanos = System.nanoTime();
        stations.admission()
                .take(sender.portfolio(), id, engine.owner(), most)
                .subscribe()
                .with(
                        taken -> context.runOnContext(v -> taken(sender.portfolio(), taken, most, beganNanos)),
                        failure -> context.runOnContext(v -> failed(failure)));
    }

    private void failed(Throwable failure) {
        taking = false;
        LOG.debugf(failure, "take failed senderId=%s", id);
        String cause = String.valueOf(failure.getMessage());
        if (isDamage(cause)) {
            stations.book().find(id).ifPresent(sender -> engine.rebuildDamaged(sender.portfolio(), id, cause));
        }
        comeAgain(FAILED_MILLIS);
    }

    /** True for a key of another type or an entry that cannot be read: another program wrote there. */
    private static boolean isDamage(String message) {
        return message.contains("WRONGTYPE") || message.contains("not a queue entry");
    }

    private void taken(PortfolioId portfolio, Taken taken, int most, long beganNanos) {
        taking = false;
        hungry = taken.admitted().size() == most;
        if (taken.missing().isPresent()) {
            engine.rebuild(portfolio, id, taken.missing().get());
            comeAgain(NOT_READY_MILLIS);
            return;
        }
        if (isOvertaken(portfolio, taken.epoch())) {
            engine.rebuild(portfolio, id, "epoch");
        }
        Instant now = Instant.ofEpochMilli(taken.nowMillis());
        decisions.held(taken.held(), taken.nowMillis());
        decisions.ended(portfolio, taken.ended(), taken.nowMillis());
        engine.leaseRecovery().recover(portfolio, id, taken.recovered(), now);
        launch(portfolio, taken, now, beganNanos);
        if (again) {
            pump();
        } else {
            taken.nextAt().ifPresent(at -> comeAgain(Math.max(0, at - taken.nowMillis())));
        }
    }

    /**
     * True when a rebuild raised the epoch and ended before it cleared Redis: every right would be refused for ever.
     */
    private boolean isOvertaken(PortfolioId portfolio, long epoch) {
        return stations.book()
                .find(portfolio)
                .filter(known -> known.epoch() > epoch)
                .isPresent();
    }

    private void launch(PortfolioId portfolio, Taken taken, Instant now, long beganNanos) {
        if (taken.admitted().isEmpty()) {
            return;
        }
        long nowNanos = System.nanoTime();
        long leaseEnds = beganNanos + engine.lastStartNanos();
        Instant deadline = now.plus(engine.attemptTime());
        List<InflightMessage> messages = new ArrayList<>(taken.admitted().size());
        List<Claim> claims = new ArrayList<>(taken.admitted().size());
        for (Taken.Admitted admitted : taken.admitted()) {
            long aheadNanos = (admitted.startAtMicros() - taken.nowMillis() * 1_000) * 1_000;
            InflightMessage message = new InflightMessage(
                    admitted.entry(), taken.nowMillis(), beganNanos, nowNanos + aheadNanos, leaseEnds);
            messages.add(message);
            claims.add(new Claim(
                    message.attempt(),
                    portfolio,
                    taken.epoch(),
                    admitted.charged() ? Optional.of(now) : Optional.empty(),
                    admitted.entry().useFallback(),
                    now,
                    deadline));
        }
        outcomes.started(messages.size());
        pacedSender.expect(messages.size());
        stations.rights()
                .claim(claims)
                .subscribe()
                .with(
                        rights -> context.runOnContext(v -> granted(portfolio, messages, rights, now)),
                        failure -> context.runOnContext(v -> notGranted(portfolio, messages, failure)));
    }

    private void granted(PortfolioId portfolio, List<InflightMessage> messages, Map<?, Right> rights, Instant takenAt) {
        pacedSender.expect(-messages.size());
        List<InflightMessage> refused = new ArrayList<>();
        for (InflightMessage message : messages) {
            Right right = rights.get(message.entry().id());
            if (right == null) {
                refused.add(message);
            } else {
                message.granted(right);
                pacedSender.add(portfolio, message);
            }
        }
        if (!refused.isEmpty()) {
            LOG.debugf("rights refused count=%d senderId=%s", refused.size(), id);
            engine.leaseRecovery()
                    .refused(
                            portfolio,
                            id,
                            refused,
                            takenAt,
                            () -> context.runOnContext(v -> outcomes.finished(refused.size())));
        }
        pacedSender.run();
    }

    /** No requests are made for these messages. The journal knows whether their rights were committed. */
    private void notGranted(PortfolioId portfolio, List<InflightMessage> messages, Throwable failure) {
        pacedSender.expect(-messages.size());
        LOG.warnf("rights could not be committed count=%d senderId=%s cause=%s", messages.size(), id, failure);
        outcomes.unclear(portfolio, messages);
        comeAgain(FAILED_MILLIS);
    }

    private void comeAgain(long inMillis) {
        long dueNanos = System.nanoTime() + inMillis * 1_000_000;
        if (timer != NONE) {
            if (timerDueNanos - dueNanos <= 0) {
                return;
            }
            cancelTimer();
        }
        if (!active) {
            return;
        }
        timerDueNanos = dueNanos;
        timer = vertx.setTimer(
                Math.max(1, Math.min(inMillis, engine.config().patrol().toMillis())), t -> {
                    timer = NONE;
                    pump();
                });
    }

    private void cancelTimer() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
