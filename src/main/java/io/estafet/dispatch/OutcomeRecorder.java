package io.estafet.dispatch;

import io.estafet.delivery.AttemptHistory;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.InflightLimit;
import io.estafet.delivery.Verdict;
import io.estafet.journal.AttemptOutcome;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * Records one number's outcomes and then settles them with the queue. The journal always comes first: Redis is told
 * only what is committed. An outcome that cannot be recorded is tried again until it can; meanwhile its message counts
 * as under way, which bounds their number. Used on the loop's context only.
 */
final class OutcomeRecorder {

    private static final Logger LOG = Logger.getLogger(OutcomeRecorder.class);
    private static final int BATCH = 256;
    private static final int SETTLE_TRIES = 3;
    /** The value of {@link #unrecordedSinceMillis()} when everything is recorded. */
    static final long ALL_RECORDED = Long.MAX_VALUE;

    private final Stations stations;
    private final Engine engine;
    private final Context context;
    private final SenderId id;
    private final Runnable roomMade;
    private final LongConsumer comeAgain;
    private final AnswerConsequences consequences;
    private final List<Outcome> toRecord = new ArrayList<>();
    private boolean recording;
    private volatile int underWay;
    private volatile long unrecordedSinceMillis = ALL_RECORDED;

    /** An outcome to journal, and what to tell the queue after that. */
    private record Outcome(PortfolioId portfolio, AttemptOutcome outcome, Settlement settlement) {}

    OutcomeRecorder(
            Stations stations, Engine engine, Context context, SenderId id, Runnable roomMade, LongConsumer comeAgain) {
        this.stations = stations;
        this.engine = engine;
        this.context = context;
        this.id = id;
        this.roomMade = roomMade;
        this.comeAgain = comeAgain;
        this.consequences = new AnswerConsequences(stations.consequences(), id, this::later);
    }

    int underWay() {
        return underWay;
    }

    /** When the oldest outcome that is not journalled yet arrived. May be called from any thread. */
    long unrecordedSinceMillis() {
        return unrecordedSinceMillis;
    }

    void started(int messages) {
        add(messages);
    }

    void finished(int messages) {
        add(-messages);
        roomMade.run();
    }

    /**
     * It is not known whether these rights were committed, but no request is made for them. They are closed first, in
     * case they are open; then the journal says how the messages wait.
     */
    void unclear(PortfolioId portfolio, List<InflightMessage> messages) {
        stations.journal()
                .record(messages.stream().map(this::closing).toList())
                .chain(() -> engine.leaseRecovery()
                        .align(
                                portfolio,
                                id,
                                messages.stream().map(InflightMessage::entry).toList(),
                                messages.get(0).takenAt()))
                .subscribe()
                .with(
                        done -> later(() -> finished(messages.size())),
                        failure -> context.owner()
                                .setTimer(engine.config().recordAgain().toMillis(), t -> unclear(portfolio, messages)));
    }

    /** These messages were never handed over: their rights are closed and they go back to the front. */
    void notBegun(PortfolioId portfolio, List<InflightMessage> messages) {
        for (InflightMessage message : messages) {
            Entry entry = message.entry().after(message.attempt().number(), 0);
            toRecord.add(
                    new Outcome(portfolio, closing(message), Settlement.again(Settlement.Kind.BACK, entry, false)));
        }
        record();
    }

    private AttemptOutcome closing(InflightMessage message) {
        return new AttemptOutcome(
                message.attempt(),
                State.HELD,
                Optional.of(Reason.RETRY),
                Optional.empty(),
                Optional.empty(),
                Optional.of("not begun in time"),
                false,
                false,
                message.at(System.nanoTime()));
    }

    void delivered(
            Sender sender,
            PortfolioId portfolio,
            InflightMessage message,
            InflightLimit limit,
            long began,
            DeliveryResult result) {
        Entry entry = message.entry();
        AttemptHistory history = new AttemptHistory(
                message.right().tries(),
                limit.throttles(),
                entry.fallbackTemplate().isPresent());
        Verdict verdict = stations.verdicts().verdict(result, history);
        limit.release(
                verdict.slowDown() ? InflightLimit.Signal.OVERLOADED : InflightLimit.Signal.ANSWERED,
                began,
                System.nanoTime());
        // Pauses and waits are compared with the clock of Redis; this machine's own may differ.
        Instant now = message.at(System.nanoTime());
        Instant beganAt = message.at(began);
        AttemptOutcome outcome = new AttemptOutcome(
                message.attempt(),
                verdict.state(),
                verdict.reason(),
                verdict.retryAfter().map(now::plus),
                verdict.wamid(),
                verdict.detail(),
                verdict.countsAsTry(),
                verdict.refund(),
                now);
        engine.meters().delivered(id, entry, verdict, now);
        Instant over = beganAt.plus(engine.longestRequest());
        consequences.learn(
                new AnswerConsequences.Ended(sender, portfolio, message, result, verdict, beganAt, now),
                parks -> conclude(
                        new Outcome(portfolio, outcome, Settlements.settlement(message, verdict, now, over, parks))));
    }

    private void conclude(Outcome outcome) {
        toRecord.add(outcome);
        record();
    }

    /**
     * Our own code threw before anything left: the message waits for another attempt, and fails when it has broken its
     * worker too often. The other messages go on.
     */
    void broke(PortfolioId portfolio, InflightMessage message, Throwable bug) {
        LOG.errorf(
                bug,
                "broke its worker messageId=%s senderId=%s",
                message.entry().id(),
                id);
        Instant now = message.at(System.nanoTime());
        boolean ends = message.right().breaks() + 1 >= AttemptOutcome.MOST_BREAKS;
        Reason reason = ends ? Reason.POISON : Reason.RETRY;
        Instant until = now.plus(Settlements.AFTER_BREAK);
        AttemptOutcome outcome = new AttemptOutcome(
                message.attempt(),
                ends ? State.FAILED : State.HELD,
                Optional.of(reason),
                ends ? Optional.empty() : Optional.of(until),
                Optional.empty(),
                Optional.of("broke its worker: " + bug.getClass().getSimpleName()),
                false,
                true,
                true,
                now);
        Entry again = message.entry().after(message.attempt().number(), until.toEpochMilli());
        Settlement settlement =
                ends ? Settlement.done(message.entry(), true) : Settlement.again(Settlement.Kind.RETRY, again, true);
        engine.meters().decided(id, message.entry().category(), reason);
        toRecord.add(new Outcome(portfolio, outcome, settlement));
        record();
    }

    private void record() {
        if (recording || toRecord.isEmpty()) {
            return;
        }
        recording = true;
        List<Outcome> batch = new ArrayList<>(toRecord.subList(0, Math.min(BATCH, toRecord.size())));
        toRecord.subList(0, batch.size()).clear();
        unrecordedSinceMillis = batch.get(0).outcome().at().toEpochMilli();
        write(batch);
    }

    private void write(List<Outcome> batch) {
        stations.journal()
                .record(batch.stream().map(Outcome::outcome).toList())
                .subscribe()
                .with(done -> later(() -> recorded(batch)), failure -> later(() -> writeAgain(batch, failure)));
    }

    private void writeAgain(List<Outcome> batch, Throwable failure) {
        LOG.warnf("outcomes not recorded yet count=%d senderId=%s cause=%s", batch.size(), id, failure);
        context.owner().setTimer(engine.config().recordAgain().toMillis(), t -> write(batch));
    }

    private void recorded(List<Outcome> batch) {
        recording = false;
        unrecordedSinceMillis = ALL_RECORDED;
        settle(batch, 1);
        record();
    }

    /**
     * Settles the outcomes of the first one's portfolio. A number belongs to one portfolio, but it may have been moved
     * while its queue was empty.
     */
    private void settle(List<Outcome> batch, int attempt) {
        PortfolioId portfolio = batch.get(0).portfolio();
        List<Settlement> settlements = batch.stream()
                .filter(outcome -> outcome.portfolio().equals(portfolio))
                .map(Outcome::settlement)
                .toList();
        stations.queue()
                .settle(portfolio, id, engine.owner(), settlements)
                .call(() -> wakeThoseInLine(portfolio, settlements))
                .subscribe()
                .with(
                        soonest -> later(() -> settled(batch.size(), soonest)),
                        failure -> later(() -> settleAgain(batch, attempt)));
    }

    private void settled(int messages, OptionalLong soonestMillis) {
        soonestMillis.ifPresent(comeAgain);
        finished(messages);
    }

    /**
     * Wakes all numbers of the portfolio when a place in its limit is given back: another number's message may take it.
     */
    private Uni<Void> wakeThoseInLine(PortfolioId portfolio, List<Settlement> settlements) {
        return settlements.stream().noneMatch(Settlement::refund)
                ? Uni.createFrom().voidItem()
                : stations.wakes()
                        .wake(
                                portfolio,
                                stations.book().senders(portfolio).stream()
                                        .map(Sender::id)
                                        .toList());
    }

    /** Tries again a few times. After that the leases end by themselves, and the journal says what is to be done. */
    private void settleAgain(List<Outcome> batch, int attempt) {
        if (attempt == SETTLE_TRIES) {
            finished(batch.size());
        } else {
            context.owner().setTimer(engine.config().recordAgain().toMillis(), t -> settle(batch, attempt + 1));
        }
    }

    /** Runs a step on the loop's context. */
    void later(Runnable step) {
        context.runOnContext(v -> step.run());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written on the loop's context only, read from any thread
    private void add(int messages) {
        underWay += messages;
    }
}
