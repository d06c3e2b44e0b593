package io.estafet.intake.rest;

import io.estafet.clock.LastTime;
import io.estafet.journal.JournalBusyException;
import io.estafet.journal.JournalUnavailableException;
import io.estafet.journal.OutcomeUnclearException;
import io.estafet.problem.ProblemException;
import io.estafet.reactive.Failures;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Bounds how long a caller waits for the journal: a second, whatever is away. */
final class Patience {

    private static final Logger LOG = Logger.getLogger(Patience.class);
    private static final Duration MOST = Duration.ofMillis(950);
    private static final LastTime ANSWERED = new LastTime();

    private Patience() {}

    /** For reading: a journal that does not answer is away, unless it has answered others meanwhile. */
    static <T> Uni<T> reading(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return work.invoke(ANSWERED::note)
                    .ifNoItem()
                    .after(MOST)
                    .fail()
                    .onFailure(Patience::isAway)
                    .transform(failure -> unavailable(failure, asked));
        });
    }

    /** For changing: a change that was not answered may have happened. */
    static <T> Uni<T> changing(Uni<T> work) {
        return work.ifNoItem().after(MOST).failWith(() -> new OutcomeUnclearException(new TimeoutException()));
    }

    private static JournalUnavailableException unavailable(Throwable failure, long asked) {
        boolean late = failure instanceof TimeoutException && ANSWERED.isSince(asked);
        return late || Failures.isBusy(failure)
                ? new JournalBusyException("not read", failure)
                : new JournalUnavailableException("not read", failure);
    }

    /**
     * Hibernate and the driver below it fail in many ways. A failure that is a mistake of ours can be found in the log.
     */
    private static boolean isAway(Throwable failure) {
        boolean understood = failure instanceof ProblemException || failure instanceof JournalUnavailableException;
        if (!understood) {
            LOG.warnf("the journal was not read: %s", failure);
        }
        return !understood;
    }
}
