package io.estafet.dispatch;

import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.Journal;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Records one number's outcomes and then settles them with the queue. The journal always comes first: Redis is told
 * only what is committed. An outcome that cannot be recorded is tried again until it can, and no later one overtakes
 * it. Used on the loop's context only.
 */
final class OutcomeRecorder {

    private static final Logger LOG = Logger.getLogger(OutcomeRecorder.class);
    private static final int BATCH = 256;
    private static final int SETTLE_TRIES = 3;
    /** The value of {@link #unrecordedSinceMillis()} when everything is recorded. */
    static final long ALL_RECORDED = Long.MAX_VALUE;

    private final Journal journal;
    private final Acknowledgements acknowledgements;
    private final LoopTimes times;
    private final SenderId id;
    private final EventLoop loop;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private boolean recording;
    private volatile long unrecordedSinceMillis = ALL_RECORDED;

    /** A conclusion, and who waits for its settlement. */
    private record Pending(Conclusion conclusion, UniEmitter<? super OptionalLong> settled) {

        PortfolioId portfolio() {
            return conclusion.portfolio();
        }
    }

    OutcomeRecorder(Journal journal, Acknowledgements acknowledgements, LoopTimes times, SenderId id, EventLoop loop) {
        this.journal = journal;
        this.acknowledgements = acknowledgements;
        this.times = times;
        this.id = id;
        this.loop = loop;
    }

    /** When the oldest outcome that is not journalled yet arrived. May be called from any thread. */
    long unrecordedSinceMillis() {
        return unrecordedSinceMillis;
    }

    /**
     * Records an outcome and settles it. Never fails.
     *
     * @return in how many milliseconds a message may go that was freed or put back; empty when there is none. It is
     *     emitted on the loop's context, when the message is off this replica's hands
     */
    Uni<OptionalLong> record(Conclusion conclusion) {
        return Uni.createFrom().emitter(settled -> {
            pending.add(new Pending(conclusion, settled));
            recordNext();
        });
    }

    /** Only one batch of a number is written at a time: the order of its outcomes is that of its requests. */
    private void recordNext() {
        if (recording || pending.isEmpty()) {
            return;
        }
        recording = true;
        List<Pending> batch = nextBatch();
        List<AttemptOutcome> outcomes =
                batch.stream().map(one -> one.conclusion().outcome()).toList();
        unrecordedSinceMillis = outcomes.get(0).at().toEpochMilli();
        loop.untilDone(times.tryAgain(), () -> journal.record(outcomes), failure -> notRecorded(outcomes, failure))
                .subscribe()
                .with(done -> recorded(batch));
    }

    /** Outcomes of one portfolio. A number belongs to one, but it may have been moved while its queue was empty. */
    private List<Pending> nextBatch() {
        PortfolioId portfolio = pending.element().portfolio();
        List<Pending> batch = new ArrayList<>();
        while (!pending.isEmpty()
                && batch.size() < BATCH
                && pending.element().portfolio().equals(portfolio)) {
            batch.add(pending.remove());
        }
        return batch;
    }

    private void notRecorded(List<AttemptOutcome> outcomes, Throwable failure) {
        LOG.warnf("outcomes not recorded yet count=%d senderId=%s cause=%s", outcomes.size(), id, failure);
    }

    private void notSettled(List<Settlement> settlements, Throwable failure) {
        LOG.warnf("outcomes not settled count=%d senderId=%s cause=%s", settlements.size(), id, failure);
    }

    private void recorded(List<Pending> batch) {
        recording = false;
        unrecordedSinceMillis = ALL_RECORDED;
        List<Settlement> settlements =
                batch.stream().map(one -> one.conclusion().settlement()).toList();
        settle(batch.get(0).portfolio(), settlements)
                .subscribe()
                .with(soonest -> batch.forEach(one -> one.settled().complete(soonest)));
        recordNext();
    }

    /** Tries a few times. After that the leases end by themselves, and the journal says what is to be done. */
    private Uni<OptionalLong> settle(PortfolioId portfolio, List<Settlement> settlements) {
        return Uni.createFrom()
                .deferred(() -> acknowledgements.settle(portfolio, id, settlements))
                .emitOn(loop)
                .onFailure()
                .call(() -> loop.after(times.tryAgain()))
                .onFailure()
                .retry()
                .atMost(SETTLE_TRIES - 1L)
                .onFailure()
                .invoke(failure -> notSettled(settlements, failure))
                .onFailure()
                .recoverWithItem(OptionalLong.empty());
    }
}
