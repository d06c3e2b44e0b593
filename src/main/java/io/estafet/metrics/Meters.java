package io.estafet.metrics;

/** Names of meters and labels (contract, section 6), as Micrometer spells them: dots become underscores. */
public final class Meters {

    /** Histogram of requests to the API, in seconds: {@link #SENDER}, {@link #OUTCOME}. */
    public static final String API_REQUEST = "estafet.api.request";

    /** Errors that the API answered: {@link #SENDER}, {@link #CODE}. */
    public static final String API_ERRORS = "estafet.api.errors";

    /** Requests under way from this replica: {@link #SENDER}. */
    public static final String INFLIGHT = "estafet.inflight";

    /** How many may be under way from this replica: {@link #SENDER}. */
    public static final String INFLIGHT_LIMIT = "estafet.inflight.limit";

    /** The phone number id, by way of {@link SenderLabel}. */
    public static final String SENDER = "sender";

    /** How a request ended. */
    public static final String OUTCOME = "outcome";

    /** An error code of WhatsApp that has a row in our table, or {@link #OTHER}. */
    public static final String CODE = "code";

    /** The value of a label for all that have none of their own. */
    public static final String OTHER = "other";

    private Meters() {}
}
