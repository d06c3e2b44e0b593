package io.estafet.journal.postgres;

import io.estafet.journal.AttemptOutcome;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import java.util.List;

/** The statement that records what became of attempts. Answers which of them moved their message. */
final class Outcomes {

    private static final String RECORD = """
            WITH o AS MATERIALIZED (
              SELECT * FROM unnest($1::uuid[], $2::int[], $3::smallint[], $4::smallint[], $5::timestamptz[], $6::text[],
                                   $7::text[], $8::bool[], $9::bool[], $10::bool[], $11::timestamptz[])
                WITH ORDINALITY AS o (id, attempt, state, reason, until, wamid, detail, tried, refund, broke, at, ord)
            ), moved AS (
              UPDATE message m
                 SET state = %s, reason = %s, until = %s, open = %s AND NOT %s, tries = m.tries + o.tried::int,
                     breaks = m.breaks + o.broke::int,
                     counted_at = CASE WHEN o.refund THEN NULL
                                      WHEN m.counted_at < o.at AND o.state IN (%d, %d) THEN o.at
                                      ELSE m.counted_at END,
                     sent_at = CASE WHEN o.state = %d THEN o.at ELSE m.sent_at END,
                     wamid = %s
                FROM o WHERE m.id = o.id AND m.attempts = o.attempt AND %s
              RETURNING m.id, m.portfolio, m.sender, m.person, m.category, m.fallback_category, m.fallback_used,
                        m.attempt_at, o.attempt, o.state, o.reason, %s AS detail, o.at, o.ord, m.state AS now
            ), answered AS (
              DELETE FROM unknown_outcome u USING moved m WHERE u.message_id = m.id AND m.state <> %d
            ), unanswered AS (
              INSERT INTO unknown_outcome (message_id, attempt, portfolio, sender, person, category, since)
              SELECT id, attempt, portfolio, sender, person,
                     CASE WHEN fallback_used THEN fallback_category ELSE category END, at
                FROM moved WHERE state = %d
              ON CONFLICT (message_id) DO UPDATE SET attempt = excluded.attempt, since = excluded.since
            ), events AS (
              INSERT INTO event (message_id, at, state, reason, attempt, began, detail)
              SELECT id, at, state, reason, attempt, attempt_at, detail FROM moved
               UNION ALL
              SELECT id, at, now, NULL, NULL, NULL, NULL FROM moved WHERE now <> state
            )
            SELECT ord FROM moved""".formatted(
                    Erased.state("o.state"),
                    Erased.endsOr("o.state", "o.reason"),
                    Erased.endsOr("o.state", "o.until"),
                    LegalTransitions.isOpen("o.state"),
                    Erased.ends("o.state"),
                    // WhatsApp counts from its acceptance, which is later than the right to send.
                    State.SENT.code(),
                    State.UNKNOWN.code(),
                    State.SENT.code(),
                    Erased.nullOr("coalesce(o.wamid, m.wamid)"),
                    LegalTransitions.step(List.of(State.SENDING, State.UNKNOWN), "m.state", "o.state"),
                    Erased.nullOr("o.detail"),
                    State.UNKNOWN.code(),
                    State.UNKNOWN.code());

    static final MessageUpdate<AttemptOutcome, Boolean> UPDATE = new MessageUpdate<>(
            RECORD,
            outcome -> outcome.attempt().message(),
            Outcomes::columns,
            outcome -> false,
            (outcome, row) -> true);

    private Outcomes() {}

    private static Columns<AttemptOutcome> columns(List<AttemptOutcome> outcomes) {
        return Columns.of(outcomes)
                .uuids(outcome -> outcome.attempt().message().value())
                .integers(outcome -> outcome.attempt().number())
                .shorts(outcome -> (int) outcome.state().code())
                .shorts(outcome -> outcome.reason().map(Reason::ordinal).orElse(null))
                .times(outcome -> outcome.until().orElse(null))
                .texts(outcome -> outcome.wamid().orElse(null))
                .texts(outcome -> outcome.detail().orElse(null))
                .flags(AttemptOutcome::countsAsTry)
                .flags(AttemptOutcome::refund)
                .flags(AttemptOutcome::broke)
                .times(AttemptOutcome::at);
    }
}
