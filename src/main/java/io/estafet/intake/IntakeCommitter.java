package io.estafet.intake;

import io.estafet.clock.Lateness;
import io.estafet.journal.AcceptResult;
import io.estafet.journal.Journal;
import io.estafet.journal.JournalUnavailableException;
import io.estafet.journal.NewMessage;
import io.estafet.journal.OutcomeUnclearException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Commits messages and turns the journal's failures into answers. */
final class IntakeCommitter {

    private static final Logger LOG = Logger.getLogger(IntakeCommitter.class);

    private final Journal journal;
    private final IntakeConfig config;
    private final Congestion congestion;

    IntakeCommitter(Journal journal, IntakeConfig config, Lateness lateness) {
        this.journal = journal;
        this.config = config;
        this.congestion = new Congestion(lateness, IntakeCode.JOURNAL_AWAY, config.patience());
    }

    /** Answers one for one, in order; never fails. */
    Uni<List<IntakeResult>> commit(List<NewMessage> messages, Duration patience) {
        if (messages.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        long askedNanos = System.nanoTime();
        return journal.accept(messages)
                .ifNoItem()
                .after(patience)
                .fail()
                .invoke(congestion::answered)
                .map(all -> all.stream().map(IntakeCommitter::result).toList())
                .onFailure()
                .recoverWithUni(failure -> failed(messages, patience, failure, askedNanos));
    }

    /** When the journal refuses one message, its whole statement fails: then each message is tried alone. */
    private Uni<List<IntakeResult>> failed(
            List<NewMessage> messages, Duration patience, Throwable failure, long askedNanos) {
        Optional<IntakeCode> passing = passing(failure, askedNanos);
        if (passing.isPresent()) {
            log("messages were not accepted", failure);
            return same(messages, new IntakeResult.Unavailable(passing.get(), config.retryAfter()));
        }
        if (messages.size() > 1) {
            return Multi.createFrom()
                    .iterable(messages)
                    .onItem()
                    .transformToUniAndConcatenate(one -> commit(List.of(one), patience))
                    .onItem()
                    .<IntakeResult>disjoint()
                    .collect()
                    .asList();
        }
        LOG.errorf("the journal refuses messageId=%s: %s", messages.get(0).id(), failure);
        return same(messages, refused(IntakeCode.INVALID, "it cannot be stored"));
    }

    private static Uni<List<IntakeResult>> same(List<NewMessage> messages, IntakeResult result) {
        return Uni.createFrom().item(Collections.nCopies(messages.size(), result));
    }

    /** The code of a failure that may pass; empty for a permanent failure. */
    private Optional<IntakeCode> passing(Throwable failure, long askedNanos) {
        if (failure instanceof OutcomeUnclearException || failure instanceof TimeoutException) {
            return Optional.of(IntakeCode.OUTCOME_UNCLEAR);
        }
        return failure instanceof JournalUnavailableException
                ? Optional.of(congestion.code(failure, askedNanos))
                : Optional.empty();
    }

    static IntakeResult result(AcceptResult accepted) {
        return switch (accepted.kind()) {
            case CREATED -> new IntakeResult.Accepted(accepted.id(), accepted.state(), false);
            case REPLAYED -> new IntakeResult.Accepted(accepted.id(), accepted.state(), true);
            case KEY_REUSED -> refused(IntakeCode.IDEMPOTENCY_KEY_REUSED, "give this message a key of its own");
            case CAME_BACK -> refused(IntakeCode.MAYBE_DUPLICATE, "it was accepted as " + accepted.id());
        };
    }

    private static IntakeResult refused(IntakeCode code, String detail) {
        return new IntakeResult.Refused(new Refusal(code, detail, List.of()));
    }

    static void log(String what, Throwable failure) {
        LOG.debugf("%s: %s", what, failure);
    }
}
