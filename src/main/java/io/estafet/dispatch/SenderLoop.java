package io.estafet.dispatch;

import io.estafet.admission.Taken;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.InflightLimit;
import io.estafet.journal.RightToSend.Right;
import io.estafet.message.MessageId;
import io.estafet.message.SenderId;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * One number's loop. A message passes this class from top to bottom: it is taken, its right to send is committed, it
 * waits for its instant, its request begins and is answered, its outcome is recorded, and it is acknowledged.
 * Everything runs on the loop's own context.
 */
final class SenderLoop {

    private static final Logger LOG = Logger.getLogger(SenderLoop.class);
    private static final long NOT_READY_MILLIS = 100;
    private static final long FAILED_MILLIS = 250;
    private static final long NO_SLOT_NANOS = 1_000_000;
    private static final long MILLI_NANOS = 1_000_000;
    /** A take for fewer messages is not worth its cost, unless the number is slow. */
    private static final int WORTH_A_TAKE = 64;

    private final SenderId id;
    private final EventLoop loop;
    private final LoopTimes times;
    private final SenderBook book;
    private final Takes takes;
    private final DecisionRecorder decisions;
    private final Claims claims;
    private final Attempts attempts;
    private final OutcomeRecorder outcomes;
    private final StartSchedule schedule;
    private final LoopTimer takeTimer;
    private final LoopTimer startTimer;

    private boolean active;
    private boolean stopped;
    private boolean taking;
    private boolean takeAgain;
    /** The last take was limited by capacity, not by work: more capacity is worth another take. */
    private boolean shortOfRoom;

    private boolean lookingForRoom;

    private volatile int underWay;

    SenderLoop(
            SenderId id,
            EventLoop loop,
            LoopTimes times,
            SenderBook book,
            Takes takes,
            DecisionRecorder decisions,
            Claims claims,
            Attempts attempts,
            OutcomeRecorder outcomes) {
        this.id = id;
        this.loop = loop;
        this.times = times;
        this.book = book;
        this.takes = takes;
        this.decisions = decisions;
        this.claims = claims;
        this.attempts = attempts;
        this.outcomes = outcomes;
        this.schedule = new StartSchedule(times);
        this.takeTimer = new LoopTimer(loop, this::take);
        this.startTimer = new LoopTimer(loop, this::beginDue);
    }

    /** Tells the loop that there may be work. May be called from any thread. */
    void wake() {
        loop.execute(() -> {
            active = !stopped;
            take();
        });
    }

    /** Takes no more messages; those under way go on. May be called from any thread. */
    void rest() {
        loop.execute(() -> {
            active = false;
            takeTimer.cancel();
        });
    }

    /**
     * Begins no more requests, and gives back the messages whose requests have not begun, for the drain. There is no
     * way back. May be called from any thread.
     */
    void stop() {
        rest();
        loop.execute(() -> {
            stopped = true;
            beginDue();
        });
    }

    /**
     * The number of messages between admission and acknowledgement, plus one for a take, a moment old. May be called
     * from any thread.
     */
    int underWay() {
        return underWay;
    }

    /** When the oldest outcome that is not journalled yet arrived. May be called from any thread. */
    long unrecordedSinceMillis() {
        return outcomes.unrecordedSinceMillis();
    }

    /** Takes messages when there is capacity for some; one take at a time. */
    private void take() {
        if (!active || taking) {
            takeAgain = taking;
            return;
        }
        book.find(id).ifPresent(sender -> {
            int most = room(sender);
            shortOfRoom = most <= 0;
            if (!shortOfRoom) {
                take(sender, most);
            }
        });
    }

    /** A take is under way itself: it may bring messages, so that a drain must wait for it. */
    private void take(Sender sender, int most) {
        taking = true;
        takeAgain = false;
        started(1);
        long askedNanos = System.nanoTime();
        Uni.createFrom()
                .deferred(() -> takes.take(sender, most))
                .emitOn(loop)
                .subscribe()
                .with(
                        taken -> takeEnded(() -> taken(sender, taken, most, askedNanos)),
                        failure -> takeEnded(() -> takeIn(FAILED_MILLIS)));
    }

    private void takeEnded(Runnable next) {
        taking = false;
        try {
            next.run();
        } finally {
            started(-1);
        }
    }

    private void taken(Sender sender, Taken taken, int most, long askedNanos) {
        shortOfRoom = taken.admitted().size() == most;
        if (taken.missing().isPresent()) {
            takeIn(NOT_READY_MILLIS);
            return;
        }
        claim(sender, taken, new TakeTime(taken.nowMillis(), askedNanos));
        Instant now = Instant.ofEpochMilli(taken.nowMillis());
        if (!taken.ended().isEmpty()) {
            ended(sender, taken.ended(), now);
        }
        decisions.held(id, taken.held(), now).subscribe().with(done -> {});
        if (takeAgain) {
            take();
        } else {
            taken.nextAt().ifPresent(at -> takeIn(Math.max(0, at - taken.nowMillis())));
        }
    }

    private void ended(Sender sender, List<Taken.Ended> ended, Instant now) {
        started(ended.size());
        decisions
                .ended(sender.portfolio(), id, ended, now)
                .emitOn(loop)
                .subscribe()
                .with(done -> finished(ended.size()));
    }

    /** Has the rights to send committed. No request begins without its right. */
    private void claim(Sender sender, Taken taken, TakeTime time) {
        if (taken.admitted().isEmpty()) {
            return;
        }
        long nowNanos = System.nanoTime();
        List<InflightMessage> messages = taken.admitted().stream()
                .map(admitted ->
                        new InflightMessage(sender.portfolio(), admitted, time, times.lastStartNanos(), nowNanos))
                .toList();
        started(messages.size());
        if (stopped) {
            close(messages);
            return;
        }
        schedule.expect(messages.size());
        Uni.createFrom()
                .deferred(() -> claims.claim(messages, taken.epoch()))
                .emitOn(loop)
                .subscribe()
                .with(granted -> claimed(messages, granted), failure -> notClaimed(messages, failure));
    }

    private void claimed(List<InflightMessage> messages, Map<MessageId, Right> granted) {
        schedule.expect(-messages.size());
        List<InflightMessage> refused = new ArrayList<>();
        for (InflightMessage message : messages) {
            Right right = granted.get(message.entry().id());
            if (right == null) {
                refused.add(message);
            } else {
                message.granted(right);
                schedule.add(message);
            }
        }
        if (!refused.isEmpty()) {
            LOG.debugf("rights refused count=%d senderId=%s", refused.size(), id);
            claims.refused(refused).emitOn(loop).subscribe().with(done -> finished(refused.size()));
        }
        beginDue();
    }

    private void notClaimed(List<InflightMessage> messages, Throwable failure) {
        schedule.expect(-messages.size());
        LOG.warnf("rights could not be committed count=%d senderId=%s cause=%s", messages.size(), id, failure);
        close(messages);
        takeIn(FAILED_MILLIS);
    }

    /** No request is made for these messages, whether or not their rights are committed. */
    private void close(List<InflightMessage> messages) {
        loop.untilDone(times.tryAgain(), () -> claims.close(messages), again -> notClosed(messages, again))
                .subscribe()
                .with(done -> finished(messages.size()));
    }

    private void notClosed(List<InflightMessage> messages, Throwable failure) {
        LOG.warnf("rights not closed yet count=%d senderId=%s cause=%s", messages.size(), id, failure);
    }

    /**
     * Begins the requests that are due, never faster than the throughput and never more at once than the in-flight
     * limit. A message that cannot begin in time goes back; the next take decides about it.
     */
    private void beginDue() {
        startTimer.cancel();
        if (stopped) {
            giveBack(schedule.removeAll());
        }
        long waitNanos = 0;
        while (waitNanos == 0 && !schedule.isEmpty()) {
            long nowNanos = System.nanoTime();
            giveBack(schedule.removeLate(nowNanos));
            waitNanos = schedule.isEmpty() ? 0 : beginOrWait(nowNanos);
        }
        if (waitNanos > 0) {
            startTimer.runWithin((waitNanos + MILLI_NANOS - 1) / MILLI_NANOS);
        }
    }

    /** Returns how long the first message has to wait, in nanoseconds; 0 when it does not wait any more. */
    private long beginOrWait(long nowNanos) {
        Optional<Sender> sender = book.find(id);
        if (sender.isEmpty()) {
            giveBack(schedule.removeAll());
            return 0;
        }
        long wait = schedule.waitNanos(sender.get().throughput(), nowNanos);
        if (wait > 0) {
            return wait;
        }
        InflightLimit limit = attempts.limit(id);
        if (limit.tryAcquire(1) == 0) {
            return NO_SLOT_NANOS;
        }
        begin(new Attempt(sender.get(), schedule.removeFirst(), limit, schedule.depart(nowNanos), nowNanos));
        return 0;
    }

    private void begin(Attempt attempt) {
        attempts.send(attempt)
                .emitOn(loop)
                .subscribe()
                .with(result -> answered(attempt, result), bug -> broken(attempt, bug));
    }

    private void answered(Attempt attempt, DeliveryResult result) {
        attempts.judge(attempt, result).emitOn(loop).subscribe().with(this::record);
        takeIfRoom();
    }

    private void broken(Attempt attempt, Throwable bug) {
        attempts.broken(attempt, bug).emitOn(loop).subscribe().with(this::record);
        takeIfRoom();
    }

    /** These messages were never handed over. */
    private void giveBack(List<InflightMessage> messages) {
        long nowNanos = System.nanoTime();
        messages.forEach(
                message -> record(Conclusion.notBegun(message, message.taken().at(nowNanos))));
    }

    /** Has what became of an attempt journalled, and then the queue told. */
    private void record(Conclusion conclusion) {
        outcomes.record(conclusion).subscribe().with(this::acknowledged);
    }

    private void acknowledged(OptionalLong soonestMillis) {
        soonestMillis.ifPresent(this::takeIn);
        finished(1);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written on the loop's context only, read from any thread
    private void started(int messages) {
        underWay += messages;
    }

    private void finished(int messages) {
        started(-messages);
        takeIfRoom();
    }

    /**
     * A request is over or a message acknowledged. That is worth a take only when the last one lacked capacity, and
     * when there is capacity for a batch. A batch is acknowledged at once: one look follows all its messages, so that
     * the take is as large as the room that they made together.
     */
    private void takeIfRoom() {
        if (shortOfRoom && !lookingForRoom) {
            lookingForRoom = true;
            loop.execute(() -> {
                lookingForRoom = false;
                if (shortOfRoom && !taking) {
                    book.find(id).filter(this::hasRoomForBatch).ifPresent(sender -> take());
                }
            });
        }
    }

    private boolean hasRoomForBatch(Sender sender) {
        return underWay == 0 || room(sender) >= Math.min(WORTH_A_TAKE, 1 + sender.throughput() / 20);
    }

    /**
     * How many messages may be taken: the free in-flight slots, and those that may be admitted ahead of their instants.
     */
    private int room(Sender sender) {
        int free = attempts.limit(id).available();
        return free == 0 ? 0 : Math.min(schedule.room(sender.throughput(), free), times.mostUnderWay() - underWay);
    }

    private void takeIn(long millis) {
        if (active) {
            takeTimer.runWithin(Math.min(millis, times.patrol().toMillis()));
        }
    }
}
