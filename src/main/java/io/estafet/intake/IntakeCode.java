package io.estafet.intake;

import io.estafet.journal.JournalBusyException;
import io.estafet.journal.JournalUnavailableException;
import io.estafet.journal.OutcomeUnclearException;
import java.util.Locale;
import java.util.Optional;

/** Why a message was not accepted: a closed set, part of the contract and a label of the metrics. */
public enum IntakeCode {
    MALFORMED_JSON(400, "The message is not JSON"),
    SENDER_UNKNOWN(404, "There is no such sender"),
    MAYBE_DUPLICATE(409, "The same was accepted just before Redis came back"),
    TOO_LARGE(413, "The message is too large"),
    INVALID(422, "Something in the message is not right"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used with another message"),
    BUSY(503, "There is too much to do at the moment"),
    QUEUE_FULL(503, "The queue is full"),
    REDIS_AWAY(503, "The queue is away"),
    JOURNAL_AWAY(503, "The journal is away"),
    OUTCOME_UNCLEAR(503, "The answer of the commit was lost; the message may have been accepted");

    private final int status;
    private final String title;
    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    IntakeCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The code for a journal that is not available now, or whose answer was lost; empty for any other failure. */
    public static Optional<IntakeCode> ofJournal(Throwable failure) {
        if (failure instanceof OutcomeUnclearException) {
            return Optional.of(OUTCOME_UNCLEAR);
        }
        if (failure instanceof JournalBusyException) {
            return Optional.of(BUSY);
        }
        return failure instanceof JournalUnavailableException ? Optional.of(JOURNAL_AWAY) : Optional.empty();
    }

    /** As an HTTP status. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String word() {
        return word;
    }
}
