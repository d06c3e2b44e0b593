package io.estafet.dispatch;

import io.estafet.admission.Admission;
import io.estafet.admission.Taken;
import io.estafet.dispatch.repair.LeaseRecovery;
import io.estafet.dispatch.repair.Rebuilds;
import io.estafet.queue.LeaseOwner;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Takes messages from the queue. Where a take finds the state in Redis not whole, a rebuild is asked for; leases that
 * it finds ended are recovered.
 */
@Singleton
record Takes(Admission admission, Rebuilds rebuilds, LeaseRecovery leaseRecovery, SenderBook book, LeaseOwner owner) {

    private static final Logger LOG = Logger.getLogger(Takes.class);

    /** @param most the most messages that are admitted */
    Uni<Taken> take(Sender sender, int most) {
        return admission
                .take(sender.portfolio(), sender.id(), owner.id(), most)
                .invoke(taken -> rebuildUnlessWhole(sender, taken))
                .invoke(taken -> recover(sender, taken))
                .onFailure()
                .invoke(failure -> failed(sender, failure));
    }

    private void rebuildUnlessWhole(Sender sender, Taken taken) {
        if (taken.missing().isPresent()) {
            rebuilds.request(sender.portfolio(), sender.id(), taken.missing().get());
        } else if (isOvertaken(sender, taken.epoch())) {
            rebuilds.request(sender.portfolio(), sender.id(), Rebuilds.EPOCH);
        }
    }

    /**
     * True when a rebuild raised the epoch and ended before it cleared Redis: every right would be refused for ever.
     */
    private boolean isOvertaken(Sender sender, long epoch) {
        return book.find(sender.portfolio())
                .filter(known -> known.epoch() > epoch)
                .isPresent();
    }

    private void recover(Sender sender, Taken taken) {
        leaseRecovery
                .recover(sender.portfolio(), sender.id(), taken.recovered(), Instant.ofEpochMilli(taken.nowMillis()))
                .subscribe()
                .with(done -> {});
    }

    private void failed(Sender sender, Throwable failure) {
        LOG.debugf(failure, "take failed senderId=%s", sender.id());
        String cause = String.valueOf(failure.getMessage());
        if (isDamage(cause)) {
            rebuilds.requestUnreadable(sender.portfolio(), sender.id(), cause);
        }
    }

    /** True for a key of another type or an entry that cannot be read: another program wrote there. */
    private static boolean isDamage(String message) {
        return message.contains("WRONGTYPE") || message.contains("not a queue entry");
    }
}
