package io.estafet.dispatch;

import io.estafet.admission.Taken;
import io.estafet.dispatch.repair.LeaseRecovery;
import io.estafet.journal.AdmissionDecision;
import io.estafet.journal.Journal;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Journals the messages that a take did not admit: those that are held, and those that were rejected or have expired,
 * which the queue then forgets.
 */
@Singleton
record DecisionRecorder(
        Journal journal, Acknowledgements acknowledgements, LeaseRecovery leaseRecovery, DispatchMeters meters) {

    private static final Logger LOG = Logger.getLogger(DecisionRecorder.class);

    /**
     * Journals holds. Never fails: a hold that is lost here is only not shown, and the queue holds the message all the
     * same.
     */
    Uni<Void> held(SenderId id, List<Taken.Held> held, Instant now) {
        if (held.isEmpty()) {
            return Unis.done();
        }
        List<AdmissionDecision> decisions = held.stream()
                .map(hold -> decision(hold.entry(), hold.reason(), until(hold.untilMillis()), now))
                .toList();
        held.forEach(hold -> meters.decided(id, hold.entry().category(), hold.reason()));
        return Unis.recovered(
                journal.decide(decisions).replaceWithVoid(),
                failure -> LOG.warnf("holds not journalled count=%d cause=%s", held.size(), failure));
    }

    /**
     * Journals the messages that were rejected or have expired, then removes them from the queue. Never fails: their
     * leases bring back what was not recorded.
     */
    Uni<Void> ended(PortfolioId portfolio, SenderId id, List<Taken.Ended> ended, Instant now) {
        List<AdmissionDecision> decisions = ended.stream()
                .map(end -> decision(end.entry(), end.reason(), Optional.empty(), now))
                .toList();
        return Unis.recovered(
                journal.decide(decisions).chain(recorded -> settle(portfolio, id, ended, recorded, now)),
                failure -> LOG.warnf("rejections not journalled count=%d cause=%s", ended.size(), failure));
    }

    /**
     * The messages whose end the journal recorded leave the queue. For the others the journal, which knows more than
     * the queue did, says what is to be done.
     */
    private Uni<Void> settle(
            PortfolioId portfolio, SenderId id, List<Taken.Ended> ended, List<Boolean> recorded, Instant now) {
        List<Settlement> over = new ArrayList<>();
        List<Entry> refused = new ArrayList<>();
        for (int i = 0; i < ended.size(); i++) {
            Entry entry = ended.get(i).entry();
            if (recorded.get(i)) {
                meters.decided(id, entry.category(), ended.get(i).reason());
                over.add(Settlement.done(entry, false));
            } else {
                refused.add(entry);
            }
        }
        Uni<Void> settled = acknowledgements.settle(portfolio, id, over).replaceWithVoid();
        return refused.isEmpty() ? settled : settled.chain(() -> leaseRecovery.refused(portfolio, id, refused, now));
    }

    private static AdmissionDecision decision(Entry entry, Reason reason, Optional<Instant> until, Instant now) {
        return new AdmissionDecision(
                entry.id(),
                reason.state(),
                Optional.of(reason),
                until,
                entry.attempts(),
                entry.useFallback() ? Optional.of(entry.category()) : Optional.empty(),
                now);
    }

    private static Optional<Instant> until(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
