package io.estafet.journal.postgres;

import io.estafet.journal.AdmissionDecision;
import io.estafet.message.Category;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import java.util.List;

/**
 * The statement that records what admission decided about waiting messages. A decision that repeats the message's
 * present state writes no event. A fallback that is used from now on is recorded even when the message stays queued. A
 * message is not rejected while a change of its person or portfolio is pending in the projection outbox
 * ({@link PendingProjections}): what the message was judged by may no longer hold.
 */
final class Decisions {

    private static final String DECIDE = """
            WITH d AS MATERIALIZED (
              SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::smallint[], $4::timestamptz[], $5::int[],
                                   $6::smallint[], $7::timestamptz[])
                WITH ORDINALITY AS d (id, state, reason, until, attempts, fallback, at, ord)
            ), %s, moved AS (
              UPDATE message m
                 SET state = d.state, reason = d.reason, until = d.until, open = %s,
                     fallback_used = m.fallback_used OR d.fallback IS NOT NULL
                FROM d
               WHERE m.id = d.id AND m.attempts = d.attempts AND (d.fallback IS NULL OR m.fallback_body IS NOT NULL)
                 AND (%s AND (m.state, m.reason, m.until) IS DISTINCT FROM (d.state, d.reason, d.until)
                      OR m.state IN (%s) AND d.state = m.state AND d.fallback IS NOT NULL AND NOT m.fallback_used)
                 AND NOT (d.state = %d AND %s)
              RETURNING m.id, d.state, d.reason, m.attempts, d.at, d.ord
            ), events AS (
              INSERT INTO event (message_id, at, state, reason, attempt)
              SELECT id, at, state, reason, nullif(attempts, 0) FROM moved
            )
            SELECT ord FROM moved""".formatted(
                    PendingProjections.CHANGES_AT_ONCE,
                    LegalTransitions.isOpen("d.state"),
                    LegalTransitions.step(List.of(State.QUEUED, State.HELD), "m.state", "d.state") + " AND d.state <> "
                            + State.SENDING.code(),
                    LegalTransitions.codes(State.QUEUED, State.HELD),
                    State.REJECTED.code(),
                    PendingProjections.TO_MESSAGE);

    static final MessageUpdate<AdmissionDecision, Boolean> UPDATE = new MessageUpdate<>(
            DECIDE, AdmissionDecision::id, Decisions::columns, decision -> false, (decision, row) -> true);

    private Decisions() {}

    private static Columns<AdmissionDecision> columns(List<AdmissionDecision> decisions) {
        return Columns.of(decisions)
                .uuids(decision -> decision.id().value())
                .shorts(decision -> (int) decision.state().code())
                .shorts(decision -> decision.reason().map(Reason::ordinal).orElse(null))
                .times(decision -> decision.until().orElse(null))
                .integers(AdmissionDecision::attempts)
                .shorts(decision -> decision.fallback().map(Category::rank).orElse(null))
                .times(AdmissionDecision::at);
    }
}
