package io.estafet.journal.postgres;

import io.estafet.journal.RightToSend.Claim;
import io.estafet.journal.RightToSend.Right;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The statement that commits rights to send. It locks the epochs of its portfolios first, with a shared lock: a rebuild
 * that increments an epoch waits for this statement, and a statement that had to wait for a rebuild sees the new epoch.
 * The row's own lock decides between claims; the loser finds that the row's state has moved on. {@code ord} leads from
 * an answered row to its claim.
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

    private final Database database;
    private final Duration deadline;

    Rights(Database database, Duration deadline) {
        this.database = database;
        this.deadline = deadline;
    }

    Future<List<Optional<Right>>> write(List<Claim> claims) {
        return new DistinctBatches<>(claims, claim -> claim.attempt().message())
                .run(this::round, Optional.<Right>empty());
    }

    private Future<List<Optional<Right>>> round(List<Claim> claims) {
        Columns<Claim> columns = new Columns<>(claims)
                .uuids(claim -> claim.attempt().message().value())
                .integers(claim -> claim.attempt().number())
                .texts(claim -> claim.portfolio().value())
                .longs(Claim::epoch)
                .optionalTimes(Claim::charged)
                .flags(Claim::fallback)
                .times(Claim::at)
                .times(Claim::deadline);
        return database.run(CLAIM, columns.tuple(), deadline).map(rows -> rights(claims, rows));
    }

    private static List<Optional<Right>> rights(List<Claim> claims, Iterable<Row> rows) {
        List<Optional<Right>> rights = new ArrayList<>(Collections.nCopies(claims.size(), Optional.empty()));
        for (Row row : rows) {
            int index = (int) (row.getLong("ord") - 1);
            rights.set(
                    index,
                    Optional.of(new Right(
                            claims.get(index).attempt(),
                            row.getString("address"),
                            row.getBuffer("body").getBytes(),
                            row.getInteger("tries"),
                            row.getShort("breaks"))));
        }
        return rights;
    }
}
