package io.estafet.dispatch;

import io.estafet.admission.Taken;
import io.estafet.journal.AdmissionDecision;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Journals the messages that a take of one number did not admit: those that are held, and those that were rejected or
 * have expired, which the queue then forgets. Used on the loop's context only.
 */
final class DecisionRecorder {

    private static final Logger LOG = Logger.getLogger(DecisionRecorder.class);

    private final Stations stations;
    private final Engine engine;
    private final SenderId id;
    private final OutcomeRecorder outcomes;

    DecisionRecorder(Stations stations, Engine engine, SenderId id, OutcomeRecorder outcomes) {
        this.stations = stations;
        this.engine = engine;
        this.id = id;
        this.outcomes = outcomes;
    }

    /** Journals holds. A hold that is lost here is only not shown: the queue holds the message all the same. */
    void held(List<Taken.Held> held, long nowMillis) {
        if (held.isEmpty()) {
            return;
        }
        List<AdmissionDecision> decisions = held.stream()
                .map(hold -> decision(hold.entry(), hold.reason(), until(hold.untilMillis()), nowMillis))
                .toList();
        held.forEach(hold -> engine.meters().decided(id, hold.entry().category(), hold.reason()));
        stations.journal()
                .decide(decisions)
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("holds not journalled count=%d cause=%s", held.size(), failure));
    }

    /**
     * Journals the messages that were rejected or have expired, then removes them from the queue. When that fails,
     * their leases bring them back.
     */
    void ended(PortfolioId portfolio, List<Taken.Ended> ended, long nowMillis) {
        if (ended.isEmpty()) {
            return;
        }
        List<AdmissionDecision> decisions = ended.stream()
                .map(end -> decision(end.entry(), end.reason(), Optional.empty(), nowMillis))
                .toList();
        outcomes.started(ended.size());
        stations.journal()
                .decide(decisions)
                .chain(hold -> settleEnded(portfolio, ended, hold, Instant.ofEpochMilli(nowMillis)))
                .subscribe()
                .with(done -> outcomes.later(() -> outcomes.finished(ended.size())), failure -> {
                    LOG.warnf("ends not journalled count=%d cause=%s", ended.size(), failure);
                    outcomes.later(() -> outcomes.finished(ended.size()));
                });
    }

    /**
     * The messages whose end the journal recorded leave the queue. For the others the journal, which knows more than
     * the queue did, says what is to be done.
     */
    private Uni<Void> settleEnded(PortfolioId portfolio, List<Taken.Ended> ended, List<Boolean> hold, Instant takenAt) {
        List<Settlement> over = new ArrayList<>();
        List<Entry> disputed = new ArrayList<>();
        for (int i = 0; i < ended.size(); i++) {
            Taken.Ended end = ended.get(i);
            if (hold.get(i)) {
                engine.meters().decided(id, end.entry().category(), end.reason());
                over.add(Settlement.done(end.entry(), false));
            } else {
                disputed.add(end.entry());
            }
        }
        Uni<Void> settled =
                stations.queue().settle(portfolio, id, engine.owner(), over).replaceWithVoid();
        return disputed.isEmpty()
                ? settled
                : settled.chain(() -> engine.leaseRecovery().dispute(portfolio, id, disputed, takenAt));
    }

    private static AdmissionDecision decision(Entry entry, Reason reason, Optional<Instant> until, long nowMillis) {
        return new AdmissionDecision(
                entry.id(),
                reason.state(),
                Optional.of(reason),
                until,
                entry.attempts(),
                entry.useFallback() ? Optional.of(entry.category()) : Optional.empty(),
                Instant.ofEpochMilli(nowMillis));
    }

    private static Optional<Instant> until(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
