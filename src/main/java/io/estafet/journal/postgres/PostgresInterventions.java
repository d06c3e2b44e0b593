package io.estafet.journal.postgres;

import io.estafet.journal.Interventions;
import io.estafet.journal.PersonMessages;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.message.Transitions;
import io.estafet.postgres.CallersContext;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;

/** Cancel and redrive: the message's row is locked, judged and changed in one short transaction. */
@Singleton
public final class PostgresInterventions implements Interventions {

    private static final String LOCK = PostgresOpenMessages.COLUMNS + " WHERE id = $1 AND tenant = $2 FOR UPDATE";
    private static final String NUMBER_MOVED = "SELECT FROM sender WHERE id = $1 AND portfolio <> $2";
    private static final String CHANGE = """
            WITH moved AS (
              UPDATE message SET state = $2, reason = $3, until = $4, open = $5, tries = 0, breaks = 0,
                                 expires_at = coalesce($6, expires_at) WHERE id = $1
            ), known AS (
              DELETE FROM unknown_outcome WHERE message_id = $1
            )
            INSERT INTO event (message_id, at, state, reason) VALUES ($1, $7, $2, $3)""";
    private static final String READ = PostgresOpenMessages.COLUMNS + " WHERE id = $1";

    private final Database database;
    private final Duration deadline;

    public PostgresInterventions(Pool pool, Vertx vertx, JournalConfig config) {
        this.database = new Database(pool.getDelegate(), vertx);
        this.deadline = config.deadline();
    }

    @Override
    public Uni<Cancellation> cancel(TenantId tenant, MessageId id, Instant at) {
        return CallersContext.answerOf(() -> database.transaction(
                connection -> lock(connection, tenant, id)
                        .compose(row -> row.isPresent()
                                ? cancel(connection, id, state(row.get()), at)
                                : Future.succeededFuture(new Cancellation(false, Optional.empty()))),
                deadline));
    }

    @Override
    public Uni<Redrive> redrive(TenantId tenant, MessageId id, Optional<Instant> expiresAt, boolean force, Instant at) {
        return CallersContext.answerOf(() -> database.transaction(
                connection -> lock(connection, tenant, id)
                        .compose(row -> redrive(connection, row, new Wish(id, expiresAt, force, at))),
                deadline));
    }

    private static Future<Optional<Row>> lock(SqlConnection connection, TenantId tenant, MessageId id) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(id.value(), tenant.value()))
                .map(rows -> {
                    Iterator<Row> row = rows.iterator();
                    return row.hasNext() ? Optional.of(row.next()) : Optional.empty();
                });
    }

    private static Future<Cancellation> cancel(SqlConnection connection, MessageId id, State state, Instant at) {
        if (!Transitions.isLegal(state, State.CANCELLED)) {
            return Future.succeededFuture(new Cancellation(state == State.CANCELLED, Optional.of(state)));
        }
        Tuple change = Tuple.tuple()
                .addUUID(id.value())
                .addShort(State.CANCELLED.code())
                .addShort(null)
                .addOffsetDateTime(null)
                .addBoolean(false)
                .addOffsetDateTime(null)
                .addOffsetDateTime(Columns.time(at));
        return connection
                .preparedQuery(CHANGE)
                .execute(change)
                .map(done -> new Cancellation(true, Optional.of(State.CANCELLED)));
    }

    private static Future<Redrive> redrive(SqlConnection connection, Optional<Row> row, Wish wish) {
        if (row.isEmpty()) {
            return Future.succeededFuture(new Redrive(Answer.NO_SUCH_MESSAGE, Optional.empty(), Optional.empty()));
        }
        State state = state(row.get());
        boolean erased = row.get().getString("address").equals(PersonMessages.ERASED);
        Answer answer = erased
                ? Answer.ERASED
                : wish.judge(state, row.get().getOffsetDateTime("expires_at").toInstant());
        if (answer != Answer.PUT_BACK) {
            return Future.succeededFuture(new Redrive(answer, Optional.empty(), Optional.of(state)));
        }
        return connection
                .preparedQuery(NUMBER_MOVED)
                .execute(Tuple.of(row.get().getString("sender"), row.get().getString("portfolio")))
                .compose(moved -> moved.size() > 0
                        ? Future.succeededFuture(new Redrive(Answer.NUMBER_MOVED, Optional.empty(), Optional.of(state)))
                        : putBack(connection, wish, state));
    }

    private static Future<Redrive> putBack(SqlConnection connection, Wish wish, State state) {
        return connection
                .preparedQuery(CHANGE)
                .execute(wish.change(state))
                .compose(done -> connection
                        .preparedQuery(READ)
                        .execute(Tuple.of(wish.id().value())))
                .map(rows -> new Redrive(
                        Answer.PUT_BACK,
                        Optional.of(PostgresOpenMessages.message(rows.iterator().next())),
                        Optional.of(state)));
    }

    private static State state(Row row) {
        return State.ofCode(row.getShort("state"));
    }

    private record Wish(MessageId id, Optional<Instant> expiresAt, boolean force, Instant at) {

        Answer judge(State state, Instant expiry) {
            if (!Transitions.isRedrivable(state)) {
                return Answer.NOT_AT_ITS_END;
            }
            if (state == State.UNKNOWN && !force) {
                return Answer.NEEDS_FORCE;
            }
            return expiresAt.orElse(expiry).isAfter(at) ? Answer.PUT_BACK : Answer.NEEDS_EXPIRY;
        }

        /** An unknown message is held for its next attempt, as the policy would hold it; any other is queued anew. */
        Tuple change(State state) {
            boolean unknown = state == State.UNKNOWN;
            return Tuple.tuple()
                    .addUUID(id.value())
                    .addShort((unknown ? State.HELD : State.QUEUED).code())
                    .addShort(unknown ? (short) Reason.RETRY.ordinal() : null)
                    .addOffsetDateTime(unknown ? Columns.time(at) : null)
                    .addBoolean(true)
                    .addOffsetDateTime(expiresAt.map(Columns::time).orElse(null))
                    .addOffsetDateTime(Columns.time(at));
        }
    }
}
