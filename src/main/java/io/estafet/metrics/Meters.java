package io.estafet.metrics;

/** Names of meters and labels, as Micrometer spells them: dots become underscores. */
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

    /** The value of a label for all that have no value of their own. */
    public static final String OTHER = "other";

    /** Counter: messages accepted; labels sender, category. */
    public static final String MESSAGES_ACCEPTED = "estafet.messages.accepted";

    /** Counter: every ended or held transition; labels sender, category, state, reason. */
    public static final String MESSAGES = "estafet.messages";

    /** Gauge of shared state: messages in the queue; labels sender, category, state. */
    public static final String QUEUE_MESSAGES = "estafet.queue.messages";

    /** Counter: how often part of a portfolio's state in Redis was found lost or unreadable; label kind. */
    public static final String QUEUE_DAMAGE = "estafet.queue.damage";

    /** Counter: messages that the queue had lost and that were put back from the journal. */
    public static final String QUEUE_MISSING = "estafet.queue.missing";

    /** Gauge of shared state: age of the message at the head of a lane, in seconds; labels sender, category. */
    public static final String QUEUE_OLDEST = "estafet.queue.oldest";

    /** Gauge of shared state: unique people that a portfolio may reach in 24 h; label portfolio. */
    public static final String LIMIT_RECIPIENTS = "estafet.limit.recipients";

    /** Gauge of shared state: how many of these people are counted now; label portfolio. */
    public static final String LIMIT_RECIPIENTS_USED = "estafet.limit.recipients.used";

    /** Gauge of shared state: pauses in force; labels sender, reason. */
    public static final String PAUSES = "estafet.pauses";

    /** Gauge of shared state: messages whose outcome is not known; label sender. */
    public static final String UNKNOWN_MESSAGES = "estafet.unknown.messages";

    /** Gauge of this replica: age of its oldest outcome that is not journalled yet, in seconds. */
    public static final String JOURNAL_LAG = "estafet.journal.lag";

    /** Histogram: from acceptance to sent; label category. */
    public static final String DISPATCH_LATENCY = "estafet.dispatch.latency";

    /** Counter: leases that ended without an acknowledgement and were recovered. */
    public static final String LEASES_RECOVERED = "estafet.leases.recovered";

    /** Counter: messages that were not accepted; labels source, code. */
    public static final String INTAKE_REFUSED = "estafet.intake.refused";

    /** Label: the intake through which a message came in. */
    public static final String SOURCE = "source";

    /** Label: a message's category. */
    public static final String CATEGORY = "category";

    /** The value of {@link #CATEGORY} where categories are not distinguished. */
    public static final String ANY = "any";

    /** Label: a business portfolio. */
    public static final String PORTFOLIO = "portfolio";

    /** Label: a message's state. */
    public static final String STATE = "state";

    /** Label: why a message is in its state. */
    public static final String REASON = "reason";

    /** Counter: names of people in WhatsApp's answers that are another person's already. */
    public static final String ALIAS_CONFLICTS = "estafet.alias.conflicts";

    /** Counter: items of webhooks; labels kind, result. */
    public static final String WEBHOOK_EVENTS = "estafet.webhook.events";

    /** Timer: from a webhook's arrival until its work is done. */
    public static final String WEBHOOK_LAG = "estafet.webhook.lag";

    /** Gauge of this replica: bytes of request bodies and of large answers that are held. */
    public static final String HTTP_BODY_MEMORY = "estafet.http.body.memory";

    /** Counter: requests refused for the size, the pace or the number of their bodies; labels kind, reason. */
    public static final String HTTP_REFUSED = "estafet.http.refused";

    /** Label: what an event is about. */
    public static final String KIND = "kind";

    /** Label: what became of the event. */
    public static final String RESULT = "result";

    /** Unit of gauges that show ages; timers have it anyway. */
    public static final String SECONDS = "seconds";

    private Meters() {}
}
