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
     * an opt-out (what is granted now leaves within 500 ms). By PostgreSQL's own clock, as the debts are.
     */
    static final String CHANGES = """
            owed AS MATERIALIZED (
              SELECT portfolio, persons FROM projection_debt WHERE at < clock_timestamp() - interval '500 ms'
            )""";

    /** True when one of them concerns the message {@code m}. */
    static final String TO_MESSAGE =
            "EXISTS (SELECT FROM owed o WHERE o.portfolio = m.portfolio AND (o.persons IS NULL OR m.person = ANY (o.persons)))";

    private Owed() {}
}
