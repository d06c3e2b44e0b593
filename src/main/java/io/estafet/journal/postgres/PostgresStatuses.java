package io.estafet.journal.postgres;

import io.estafet.journal.StatusMove;
import io.estafet.journal.StatusUpdate;
import io.estafet.journal.Statuses;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Statuses, group-committed. The rows are locked in the order of their ids and judged as they are under the lock, so
 * that the change that is answered is the change that was made. Answers come on the caller's Vert.x context.
 */
@Singleton
public final class PostgresStatuses implements Statuses {

    private static final String POSITIVE = LegalTransitions.codes(State.SENT, State.DELIVERED, State.READ);
    private static final String RECEIVED = LegalTransitions.codes(State.DELIVERED, State.READ);
    private static final String WAITING = LegalTransitions.codes(State.QUEUED, State.HELD);

    /**
     * What a status of the latest attempt may do. From "sending" it may skip "sent", which is then recorded as well.
     */
    private static final String LATEST = "m.attempts = s.attempt AND (m.state = " + State.SENDING.code() + " OR "
            + LegalTransitions.step(List.of(State.UNKNOWN, State.SENT, State.DELIVERED), "m.state", "s.state")
            + " OR m.state IN (" + WAITING + ") AND (s.state IN (" + RECEIVED + ") OR s.state = " + State.SENT.code()
            + " AND m.wamid IS NULL))";

    private static final String EARLIER = "m.attempts > s.attempt AND (m.state = " + State.UNKNOWN.code()
            + " AND s.state IN (" + POSITIVE + ") OR m.state IN (" + WAITING + ","
            + LegalTransitions.codes(State.SENDING, State.SENT) + ") AND s.state IN (" + RECEIVED + "))";

    private static final String APPLY = """
            WITH s AS MATERIALIZED (
              SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::smallint[], $6::smallint[],
                                   $7::timestamptz[], $8::text[], $9::bool[], $10::bool[], $11::timestamptz[],
                                   $12::bool[])
                WITH ORDINALITY AS s (id, attempt, sender, wamid, state, reason, until, detail, fallback, refund, at,
                                      try, ord)
            ), old AS MATERIALIZED (
              SELECT m.id, m.state, m.portfolio, m.person, m.category, m.fallback_category, m.fallback_used,
                     m.counted_at, m.attempt_at, s.attempt, %s AS wamid, s.state AS next, s.reason, s.until,
                     %s AS detail, %s AS now, s.fallback, s.refund, s.try, s.ord,
                     -- WhatsApp tells whole seconds: nothing happened to an attempt before it began or was sent.
                     CASE WHEN m.attempts = s.attempt THEN greatest(s.at, m.attempt_at, m.sent_at) ELSE s.at END AS at
                FROM s JOIN message m ON m.id = s.id AND m.sender = s.sender
               WHERE (%s OR %s) AND (m.fallback_body IS NOT NULL OR NOT s.fallback)
               ORDER BY m.id FOR UPDATE OF m
            ), moved AS (
              UPDATE message m
                 SET state = o.now, reason = %s, until = %s, open = %s,
                     wamid = coalesce(m.wamid, o.wamid), fallback_used = m.fallback_used OR o.fallback,
                     tries = m.tries + o.try::int,
                     sent_at = CASE WHEN o.next IN (%s) THEN coalesce(m.sent_at, o.at) ELSE m.sent_at END,
                     counted_at = CASE WHEN o.refund THEN NULL
                                       WHEN o.next IN (%s) AND o.state <> %d AND m.counted_at IS NOT NULL
                                       THEN greatest(m.counted_at, o.at) ELSE m.counted_at END
                FROM old o WHERE m.id = o.id
            ), answered AS (
              DELETE FROM unknown_outcome u USING old o WHERE u.message_id = o.id
            ), events AS (
              INSERT INTO event (message_id, at, state, reason, attempt, began, detail)
              SELECT id, at, %d, NULL, attempt, attempt_at, NULL FROM old WHERE state IN (%s) AND next IN (%s)
               UNION ALL
              SELECT id, at, next, reason, attempt, attempt_at, detail FROM old
               UNION ALL
              SELECT id, at, now, NULL, NULL, NULL, NULL FROM old WHERE now <> next
            )
            SELECT ord, state, now, portfolio, person, counted_at,
                   CASE WHEN fallback_used THEN fallback_category ELSE category END AS category FROM old""".formatted(
                    Erased.nullOr("s.wamid"),
                    Erased.nullOr("s.detail"),
                    Erased.state("s.state"),
                    LATEST,
                    EARLIER,
                    Erased.endsOr("o.next", "o.reason"),
                    Erased.endsOr("o.next", "o.until"),
                    LegalTransitions.isOpen("o.now"),
                    POSITIVE,
                    RECEIVED,
                    State.DELIVERED.code(),
                    State.SENT.code(),
                    WAITING + "," + State.SENDING.code(),
                    RECEIVED);

    private static final MessageUpdate<StatusUpdate, StatusMove> UPDATE = new MessageUpdate<>(
            APPLY,
            update -> update.attempt().message(),
            PostgresStatuses::columns,
            update -> new StatusMove(update, Optional.empty()),
            (update, row) -> new StatusMove(update, Optional.of(change(row))));

    private final Function<List<StatusUpdate>, Uni<List<StatusMove>>> statuses;

    PostgresStatuses(JournalDatabase database, JournalConfig config) {
        this.statuses = database.group(
                "statuses", config.bounds(config.deadline()), updates -> UPDATE.write(database, updates));
    }

    @Override
    public Uni<List<StatusMove>> apply(List<StatusUpdate> updates) {
        return statuses.apply(updates);
    }

    private static Columns<StatusUpdate> columns(List<StatusUpdate> updates) {
        return Columns.of(updates)
                .uuids(update -> update.attempt().message().value())
                .integers(update -> update.attempt().number())
                .texts(update -> update.sender().value())
                .texts(StatusUpdate::wamid)
                .shorts(update -> (int) update.to().code())
                .shorts(update -> update.reason().map(Reason::ordinal).orElse(null))
                .times(update -> update.until().orElse(null))
                .texts(update -> update.detail().orElse(null))
                .flags(StatusUpdate::useFallback)
                .flags(StatusUpdate::refund)
                .times(StatusUpdate::at)
                .flags(StatusUpdate::countsAsTry);
    }

    private static StatusMove.Change change(Row row) {
        return new StatusMove.Change(
                State.ofCode(row.getShort("state")),
                State.ofCode(row.getShort("now")),
                new PortfolioId(row.getString("portfolio")),
                new PersonId(row.getLong("person")),
                Category.ofRank(row.getShort("category")),
                Rows.optionalTime(row, "counted_at"));
    }
}
