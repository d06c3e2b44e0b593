package io.estafet.outcome.postgres;

/**
 * Pieces of SQL that keep a message from being judged by what Redis should have known better. A change of consents,
 * numbers or templates is committed together with its debt to Redis, and is paid within milliseconds. One that stands
 * longer (Redis was frozen, away, or came back older) means that admission may have asked an old answer: then nothing is
 * sent and nothing is rejected for those whom it concerns, until Redis has taken the change.
 */
final class Owed {

    /**
     * A common table expression of what has been owed for too long: for 500 ms, so that nothing is sent a second after
     * an opt-out (what is granted now leaves within 500 ms). One that was paid counts for another second: a take just
     * before the payment leads to a request within that time or to none. By PostgreSQL's own clock, as the debts are.
     */
    static final String CHANGES = """
            owed AS MATERIALIZED (
              SELECT portfolio, persons FROM projection_debt WHERE at < clock_timestamp() - interval '500 ms'
                 AND (paid_at IS NULL OR paid_at > clock_timestamp() - interval '1 second')
            )""";

    /**
     * The same without a time of grace: a right that was given by an old answer may be an exception that ends within a
     * second, a message that was rejected by one stays rejected.
     */
    static final String CHANGES_AT_ONCE = """
            owed AS MATERIALIZED (
              SELECT portfolio, persons FROM projection_debt
               WHERE paid_at IS NULL OR paid_at > clock_timestamp() - interval '1 second'
            )""";

    /** True when one of them concerns the message {@code m}. */
    static final String TO_MESSAGE =
            "EXISTS (SELECT FROM owed o WHERE o.portfolio = m.portfolio AND (o.persons IS NULL OR m.person = ANY (o.persons)))";

    private Owed() {}
}
