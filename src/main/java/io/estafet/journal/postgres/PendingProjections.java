package io.estafet.journal.postgres;

/**
 * SQL that keeps a message from being judged by an outdated state of Redis. A change of consents, numbers or templates
 * is committed together with an entry of the outbox, and is usually projected to Redis within milliseconds. An entry
 * that is pending for longer (Redis was frozen, away, or came back older) means that admission may have used the old
 * state. Nothing is sent and nothing is rejected for those whom the entry concerns until Redis has taken the change.
 */
final class PendingProjections {

    /**
     * A common table expression of the entries that have been pending for 500 ms, so that nothing is sent a second
     * after an opt-out (a right that is granted now leads to a request within 500 ms). A projected entry counts for
     * another second: a take just before the projection leads to a request within that time or to none. Times are
     * compared with PostgreSQL's clock, which also set those of the entries.
     */
    static final String CHANGES = """
            pending AS MATERIALIZED (
              SELECT portfolio, persons FROM projection_outbox WHERE at < clock_timestamp() - interval '500 ms'
                 AND (projected_at IS NULL OR projected_at > clock_timestamp() - interval '1 second')
            )""";

    /**
     * The same without the 500 ms: a right that was granted by an outdated state is an exception that ends within a
     * second, but a message that was rejected by one stays rejected.
     */
    static final String CHANGES_AT_ONCE = """
            pending AS MATERIALIZED (
              SELECT portfolio, persons FROM projection_outbox
               WHERE projected_at IS NULL OR projected_at > clock_timestamp() - interval '1 second'
            )""";

    /** True when a pending entry concerns the message {@code m}. */
    static final String TO_MESSAGE = "EXISTS (SELECT FROM pending p WHERE p.portfolio = m.portfolio"
            + " AND (p.persons IS NULL OR m.person = ANY (p.persons)))";

    private PendingProjections() {}
}
