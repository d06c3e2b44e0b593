package io.estafet.journal.postgres;

import io.estafet.journal.AttemptOutcome;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
            ), known AS (
              DELETE FROM unknown_outcome u USING moved m WHERE u.message_id = m.id AND m.state <> %d
            ), not_known AS (
              INSERT INTO unknown_outcome (message_id, attempt, portfolio, sender, person, category, since)
              SELECT id, attempt, portfolio, sender, person,
                     CASE WHEN fallback_used THEN fallback_category ELSE category END, at
                FROM moved WHERE state = %d
              ON CONFLICT (message_id) DO UPDATE SET attempt = excluded.attempt, since = excluded.since
            ), told AS (
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

    private final Database database;
    private final Duration deadline;

    Outcomes(Database database, Duration deadline) {
        this.database = database;
        this.deadline = deadline;
    }

    Future<List<Boolean>> write(List<AttemptOutcome> outcomes) {
        return new DistinctBatches<>(outcomes, outcome -> outcome.attempt().message()).run(this::round, false);
    }

    private Future<List<Boolean>> round(List<AttemptOutcome> outcomes) {
        Columns<AttemptOutcome> columns = new Columns<>(outcomes)
                .uuids(outcome -> outcome.attempt().message().value())
                .integers(outcome -> outcome.attempt().number())
                .shorts(outcome -> (int) outcome.state().code())
                .optionalShorts(outcome -> outcome.reason().map(Reason::ordinal))
                .optionalTimes(AttemptOutcome::until)
                .optionalTexts(AttemptOutcome::wamid)
                .optionalTexts(AttemptOutcome::detail)
                .flags(AttemptOutcome::countsAsTry)
                .flags(AttemptOutcome::refund)
                .flags(AttemptOutcome::broke)
                .times(AttemptOutcome::at);
        return database.run(RECORD, columns.tuple(), deadline).map(rows -> marked(outcomes.size(), rows));
    }

    /** True at each place (counted from 1) that a row names. */
    static List<Boolean> marked(int size, Iterable<Row> rows) {
        List<Boolean> marks = new ArrayList<>(Collections.nCopies(size, false));
        rows.forEach(row -> marks.set((int) (row.getLong("ord") - 1), true));
        return marks;
    }
}
