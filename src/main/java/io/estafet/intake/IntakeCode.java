package io.estafet.intake;

import java.util.Locale;

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
