package io.estafet.journal.postgres;

import io.estafet.journal.PersonMessages;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.estafet.postgres.Rows;
import io.estafet.postgres.Statements;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

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

    private static final String ERASE_DETAILS =
            "UPDATE event SET detail = NULL WHERE message_id = ANY ($1::uuid[]) AND detail IS NOT NULL";
    private static final String ADD_EVENTS = "INSERT INTO event (message_id, at, state) SELECT id, $2, "
            + State.CANCELLED.code() + " FROM unnest($1::uuid[]) AS c (id)";

    private final Database database;

    PostgresPersonMessages(JournalDatabase database) {
        this.database = database;
    }

    @Override
    public Uni<List<Recent>> recent(PortfolioId portfolio, PersonId person, int most) {
        return Rows.list(
                database.transaction(RECENT, Tuple.of(portfolio.value(), person.value(), most)),
                PostgresPersonMessages::recent);
    }

    @Override
    public Uni<Piece> erase(
            PortfolioId portfolio,
            PersonId person,
            Collection<String> names,
            Optional<MessageId> after,
            int most,
            Instant at) {
        Tuple wanted = Tuple.of(portfolio.value(), person.value(), Ids.after(after), most);
        return database.transaction(statements -> statements
                .run(LOCK, wanted)
                .map(rows -> Locked.of(rows, most))
                .call(locked -> locked.all().isEmpty() ? Unis.done() : erase(statements, locked, names, at))
                .map(Locked::piece));
    }

    private static Uni<?> erase(Statements statements, Locked locked, Collection<String> names, Instant at) {
        return statements
                .run(BLANK, ids(locked.all()).addValue(names.toArray(new String[0])))
                .chain(() -> statements.run(ERASE_DETAILS, ids(locked.all())))
                .chain(() -> statements.run(ADD_EVENTS, ids(locked.waiting()).addValue(Columns.time(at))));
    }

    private static Tuple ids(List<UUID> ids) {
        return Columns.of(ids).uuids(id -> id).tuple();
    }

    private static Recent recent(Row row) {
        return new Recent(
                new MessageId(row.getUUID("id")), State.ofCode(row.getShort("state")), Rows.time(row, "accepted_at"));
    }

    /** The rows of a piece. */
    private record Locked(List<UUID> all, List<UUID> waiting, Piece piece) {

        static Locked of(RowSet<Row> rows, int most) {
            List<UUID> all = rows.stream().map(row -> row.getUUID("id")).toList();
            List<Row> waiting = rows.stream()
                    .filter(row -> State.ofCode(row.getShort("state")).isWaiting())
                    .toList();
            Map<SenderId, List<MessageId>> cancelled = waiting.stream()
                    .collect(Collectors.groupingBy(
                            row -> new SenderId(row.getString("sender")),
                            Collectors.mapping(row -> new MessageId(row.getUUID("id")), Collectors.toList())));
            Optional<MessageId> next =
                    all.size() < most ? Optional.empty() : Optional.of(new MessageId(all.get(all.size() - 1)));
            return new Locked(
                    all, waiting.stream().map(row -> row.getUUID("id")).toList(), new Piece(cancelled, next));
        }
    }
}
