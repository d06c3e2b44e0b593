package io.estafet.journal.postgres;

import io.estafet.journal.Interventions;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.PersonMessages;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.message.Transitions;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.estafet.postgres.Rows;
import io.estafet.postgres.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cancel and redrive: the message's row is locked, judged and changed in one short transaction. */
@Singleton
public final class PostgresInterventions implements Interventions {

    private static final String IS_OPEN = LegalTransitions.isOpen("$2::smallint");
    private static final String LOCK = PostgresOpenMessages.COLUMNS + " WHERE id = $1 AND tenant = $2 FOR UPDATE";
    private static final String NUMBER_MOVED = "SELECT FROM sender WHERE id = $1 AND portfolio <> $2";
    private static final String CHANGE = """
            WITH moved AS (
              UPDATE message SET state = $2, reason = $3, until = $4, open = %s, tries = 0, breaks = 0,
                                 expires_at = coalesce($5, expires_at) WHERE id = $1
            ), answered AS (
              DELETE FROM unknown_outcome WHERE message_id = $1
            )
            INSERT INTO event (message_id, at, state, reason) VALUES ($1, $6, $2, $3)""".formatted(IS_OPEN);
    private static final String READ = PostgresOpenMessages.COLUMNS + " WHERE id = $1";

    private final Database database;

    PostgresInterventions(JournalDatabase database) {
        this.database = database;
    }

    @Override
    public Uni<Cancellation> cancel(TenantId tenant, MessageId id, Instant at) {
        return database.transaction(statements -> lock(statements, tenant, id)
                .chain(message -> message.isPresent()
                        ? cancel(statements, id, message.get().state(), at)
                        : Uni.createFrom().item(new Cancellation(false, Optional.empty()))));
    }

    @Override
    public Uni<Redrive> redrive(TenantId tenant, MessageId id, Optional<Instant> expiresAt, boolean force, Instant at) {
        Wish wish = new Wish(id, expiresAt, force, at);
        return database.transaction(statements -> lock(statements, tenant, id)
                .chain(message -> message.isPresent()
                        ? redrive(statements, message.get(), wish)
                        : Uni.createFrom()
                                .item(new Redrive(Answer.NO_SUCH_MESSAGE, Optional.empty(), Optional.empty()))));
    }

    private static Uni<Optional<OpenMessage>> lock(Statements statements, TenantId tenant, MessageId id) {
        return Rows.first(statements.run(LOCK, Tuple.of(id.value(), tenant.value())), PostgresOpenMessages::message);
    }

    private static Uni<Cancellation> cancel(Statements statements, MessageId id, State state, Instant at) {
        return Transitions.isLegal(state, State.CANCELLED)
                ? statements
                        .run(CHANGE, change(id, State.CANCELLED, null, null, Optional.empty(), at))
                        .replaceWith(new Cancellation(true, Optional.of(State.CANCELLED)))
                : Uni.createFrom().item(new Cancellation(state == State.CANCELLED, Optional.of(state)));
    }

    private static Uni<Redrive> redrive(Statements statements, OpenMessage message, Wish wish) {
        Answer answer = wish.judge(message);
        if (answer != Answer.PUT_BACK) {
            return Uni.createFrom().item(refused(answer, message));
        }
        return statements
                .run(
                        NUMBER_MOVED,
                        Tuple.of(message.sender().value(), message.portfolio().value()))
                .chain(moved -> moved.size() > 0
                        ? Uni.createFrom().item(refused(Answer.NUMBER_MOVED, message))
                        : putBack(statements, message, wish));
    }

    private static Redrive refused(Answer answer, OpenMessage message) {
        return new Redrive(answer, Optional.empty(), Optional.of(message.state()));
    }

    private static Uni<Redrive> putBack(Statements statements, OpenMessage message, Wish wish) {
        return Rows.only(
                statements
                        .run(CHANGE, wish.change(message.state()))
                        .chain(() -> statements.run(READ, Tuple.of(wish.id().value()))),
                row -> new Redrive(
                        Answer.PUT_BACK, Optional.of(PostgresOpenMessages.message(row)), Optional.of(message.state())));
    }

    private static Tuple change(
            MessageId id,
            State state,
            @Nullable Reason reason,
            @Nullable Instant until,
            Optional<Instant> expiresAt,
            Instant at) {
        return Tuple.tuple()
                .addValue(id.value())
                .addShort(state.code())
                .addShort(reason == null ? null : (short) reason.ordinal())
                .addValue(until == null ? null : Columns.time(until))
                .addValue(expiresAt.map(Columns::time).orElse(null))
                .addValue(Columns.time(at));
    }

    private record Wish(MessageId id, Optional<Instant> expiresAt, boolean force, Instant at) {

        Answer judge(OpenMessage message) {
            if (message.address().equals(PersonMessages.ERASED)) {
                return Answer.ERASED;
            }
            if (!Transitions.isRedrivable(message.state())) {
                return Answer.NOT_AT_ITS_END;
            }
            if (message.state() == State.UNKNOWN && !force) {
                return Answer.NEEDS_FORCE;
            }
            return expiresAt.orElse(message.expiresAt()).isAfter(at) ? Answer.PUT_BACK : Answer.NEEDS_EXPIRY;
        }

        /** An unknown message is held for its next attempt, as the policy would hold it; any other is queued anew. */
        Tuple change(State state) {
            return state == State.UNKNOWN
                    ? PostgresInterventions.change(id, State.HELD, Reason.RETRY, at, expiresAt, at)
                    : PostgresInterventions.change(id, State.QUEUED, null, null, expiresAt, at);
        }
    }
}
