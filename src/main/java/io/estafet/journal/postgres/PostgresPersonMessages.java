package io.estafet.journal.postgres;

import io.estafet.journal.PersonMessages;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.postgres.CallersContext;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One person's messages, found by the index on portfolio and person. A piece is erased in one short transaction that
 * locks its rows first, in the order of their ids as every other statement does. Answers come on the caller's Vert.x
 * context.
 */
@Singleton
public final class PostgresPersonMessages implements PersonMessages {

    private static final String WAITING = LegalTransitions.codes(State.QUEUED, State.HELD);
    private static final String OF_PERSON =
            " FROM message WHERE portfolio = $1 AND person = $2 AND address <> '" + ERASED + "'";

    private static final String RECENT = "SELECT id, state, accepted_at" + OF_PERSON + " ORDER BY id DESC LIMIT $3";
    private static final String LOCK =
            "SELECT id, sender, state" + OF_PERSON + " AND id > $3 ORDER BY id LIMIT $4 FOR UPDATE";

    /** A fallback's body stays present, though empty, because the statements of statuses check whether there is one. */
    private static final String BLANK = """
            UPDATE message m
               SET state = CASE WHEN state IN (%1$s) THEN %2$d ELSE state END,
                   reason = CASE WHEN state IN (%1$s) THEN NULL ELSE reason END,
                   until = CASE WHEN state IN (%1$s) THEN NULL ELSE until END,
                   open = open AND state NOT IN (%1$s),
                   address = '%3$s', body = '', fallback_body = CASE WHEN fallback_body IS NOT NULL THEN ''::bytea END,
                   wamid = NULL, reference = NULL,
                   campaign = CASE WHEN EXISTS (SELECT FROM unnest($2::text[]) AS n (name)
                                                 WHERE position(n.name IN m.campaign) > 0)
                                   THEN NULL ELSE campaign END
             WHERE id = ANY ($1::uuid[])""".formatted(WAITING, State.CANCELLED.code(), ERASED);

    private static final String MUTE =
            "UPDATE event SET detail = NULL WHERE message_id = ANY ($1::uuid[]) AND detail IS NOT NULL";
    private static final String TELL = "INSERT INTO event (message_id, at, state) SELECT id, $2, "
            + State.CANCELLED.code() + " FROM unnest($1::uuid[]) AS c (id)";

    private final Database database;
    private final Duration deadline;

    public PostgresPersonMessages(Pool pool, Vertx vertx, JournalConfig config) {
        this.database = new Database(pool.getDelegate(), vertx);
        this.deadline = config.deadline();
    }

    @Override
    public Uni<List<Recent>> recent(PortfolioId portfolio, PersonId person, int most) {
        Tuple arguments = Tuple.of(portfolio.value(), person.value(), most);
        return CallersContext.answerOf(() -> database.run(RECENT, arguments, deadline)
                .map(rows -> {
                    List<Recent> recent = new ArrayList<>(rows.size());
                    rows.forEach(row -> recent.add(recent(row)));
                    return recent;
                }));
    }

    @Override
    public Uni<Piece> erase(
            PortfolioId portfolio,
            PersonId person,
            Collection<String> names,
            Optional<MessageId> after,
            int most,
            Instant at) {
        Tuple wanted = Tuple.of(
                portfolio.value(), person.value(), after.map(MessageId::value).orElse(Ids.NONE), most);
        return CallersContext.answerOf(() -> database.transaction(
                connection -> connection
                        .preparedQuery(LOCK)
                        .execute(wanted)
                        .compose(rows -> erase(connection, Locked.of(rows, most), names, at)),
                deadline));
    }

    private static Future<Piece> erase(SqlConnection connection, Locked locked, Collection<String> names, Instant at) {
        if (locked.all().length == 0) {
            return Future.succeededFuture(locked.piece());
        }
        Tuple blank = Tuple.tuple().addValue(locked.all()).addValue(names.toArray(new String[0]));
        Tuple mute = Tuple.tuple().addValue(locked.all());
        Tuple tell = Tuple.tuple().addValue(locked.waiting()).addValue(Columns.time(at));
        return connection
                .preparedQuery(BLANK)
                .execute(blank)
                .compose(done -> connection.preparedQuery(MUTE).execute(mute))
                .compose(done -> connection.preparedQuery(TELL).execute(tell))
                .map(done -> locked.piece());
    }

    private static Recent recent(Row row) {
        return new Recent(
                new MessageId(row.getUUID("id")),
                State.ofCode(row.getShort("state")),
                row.getOffsetDateTime("accepted_at").toInstant());
    }

    /** The rows of a piece. */
    private record Locked(UUID[] all, UUID[] waiting, Piece piece) {

        static Locked of(RowSet<Row> rows, int most) {
            List<UUID> all = new ArrayList<>(rows.size());
            List<UUID> waiting = new ArrayList<>();
            Map<SenderId, List<MessageId>> cancelled = new HashMap<>();
            for (Row row : rows) {
                UUID id = row.getUUID("id");
                all.add(id);
                if (State.ofCode(row.getShort("state")).isWaiting()) {
                    waiting.add(id);
                    cancelled
                            .computeIfAbsent(new SenderId(row.getString("sender")), sender -> new ArrayList<>())
                            .add(new MessageId(id));
                }
            }
            Optional<MessageId> next =
                    all.size() < most ? Optional.empty() : Optional.of(new MessageId(all.get(all.size() - 1)));
            return new Locked(all.toArray(new UUID[0]), waiting.toArray(new UUID[0]), new Piece(cancelled, next));
        }
    }
}
