package io.estafet.journal.postgres;

import io.estafet.journal.RightToSend.Claim;
import io.estafet.journal.RightToSend.Right;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Optional;

/**
 * The statement that commits rights to send. It locks the epochs of its portfolios first, with a shared lock: a rebuild
 * that increments an epoch waits for this statement, and a statement that had to wait for a rebuild sees the new epoch.
 * The row's own lock decides between claims; the loser finds that the row's state has moved on.
 *
 * <p>A right is not granted while a change of the message's person or portfolio is pending
 * ({@link PendingProjections}), and never for an erased message.
 */
final class Rights {

    private static final String CLAIM = """
            WITH wanted AS MATERIALIZED (
              SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::bigint[], $5::timestamptz[], $6::bool[],
                                   $7::timestamptz[], $8::timestamptz[])
                WITH ORDINALITY AS w (id, attempt, portfolio, epoch, charged, fallback, at, deadline, ord)
            ), epochs AS MATERIALIZED (
              SELECT e.portfolio, e.epoch FROM portfolio_epoch e
               WHERE e.portfolio IN (SELECT portfolio FROM wanted) ORDER BY e.portfolio FOR SHARE OF e
            ), %s
            UPDATE message m
               SET state = %d, reason = NULL, until = NULL, attempts = w.attempt, attempt_at = w.at,
                   attempt_deadline = w.deadline, counted_at = greatest(m.counted_at, w.charged),
                   fallback_used = m.fallback_used OR w.fallback,
                   wamid = NULL, sent_at = NULL
              FROM wanted w JOIN epochs e ON e.portfolio = w.portfolio AND e.epoch = w.epoch
             WHERE m.id = w.id AND m.portfolio = w.portfolio AND m.state IN (%s) AND m.attempts = w.attempt - 1
               AND m.expires_at > w.at AND (m.fallback_body IS NOT NULL OR NOT w.fallback)
               AND NOT %s AND NOT %s
            RETURNING w.ord, m.address, CASE WHEN m.fallback_used THEN m.fallback_body ELSE m.body END AS body,
                      m.tries, m.breaks""".formatted(
                    PendingProjections.CHANGES,
                    State.SENDING.code(),
                    LegalTransitions.codes(State.QUEUED, State.HELD),
                    PendingProjections.TO_MESSAGE,
                    Erased.IS);

    static final MessageUpdate<Claim, Optional<Right>> UPDATE = new MessageUpdate<>(
            CLAIM,
            claim -> claim.attempt().message(),
            Rights::columns,
            claim -> Optional.empty(),
            (claim, row) -> Optional.of(right(claim, row)));

    private Rights() {}

    private static Columns<Claim> columns(List<Claim> claims) {
        return Columns.of(claims)
                .uuids(claim -> claim.attempt().message().value())
                .integers(claim -> claim.attempt().number())
                .texts(claim -> claim.portfolio().value())
                .longs(Claim::epoch)
                .times(claim -> claim.charged().orElse(null))
                .flags(Claim::fallback)
                .times(Claim::at)
                .times(Claim::deadline);
    }

    private static Right right(Claim claim, Row row) {
        return new Right(
                claim.attempt(),
                row.getString("address"),
                row.getBuffer("body").getBytes(),
                row.getInteger("tries"),
                row.getShort("breaks"));
    }
}
