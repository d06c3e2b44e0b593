package io.estafet.journal.postgres;

import io.estafet.journal.AcceptResult;
import io.estafet.journal.AdmissionDecision;
import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.Journal;
import io.estafet.journal.NewMessage;
import io.estafet.journal.RightToSend;
import io.estafet.message.MessageId;
import io.estafet.postgres.CallersContext;
import io.estafet.postgres.Database;
import io.estafet.postgres.GroupCommit;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The group-committed statements of the journal. May be called from any thread; answers come on the caller's Vert.x
 * context, or on the connection's thread for a caller without one.
 */
@Singleton
public final class PostgresJournal implements Journal, RightToSend {

    private final MessageInserts keys;
    private final GroupCommit<NewMessage, AcceptResult> intake;
    private final GroupCommit<Claim, Optional<Right>> rights;
    private final GroupCommit<AttemptOutcome, Boolean> outcomes;
    private final GroupCommit<AdmissionDecision, Boolean> decisions;

    public PostgresJournal(Pool pool, Vertx vertx, JournalConfig config) {
        Database database = new Database(pool.getDelegate(), vertx);
        this.keys = new MessageInserts(database, config.intakeDeadline());
        this.intake = group("intake", config.bounds(config.intakeDeadline()), keys::write);
        GroupCommit.Bounds bounds = config.bounds(config.deadline());
        this.rights = group("rights to send", bounds, new Rights(database, config.deadline())::write);
        this.outcomes = group("outcomes", bounds, new Outcomes(database, config.deadline())::write);
        this.decisions = group("decisions", bounds, new Decisions(database, config.deadline())::write);
    }

    @Override
    public Uni<List<AcceptResult>> accept(List<NewMessage> messages) {
        return CallersContext.answer(() -> intake.submit(messages));
    }

    @Override
    public Uni<List<Optional<AcceptResult>>> earlier(List<KeyUse> uses, Instant now) {
        return CallersContext.answerOf(() -> keys.earlier(uses, now));
    }

    @Override
    public Uni<Map<MessageId, Right>> claim(List<Claim> claims) {
        return CallersContext.answer(() -> rights.submit(claims)).map(PostgresJournal::byMessage);
    }

    @Override
    public Uni<List<Boolean>> decide(List<AdmissionDecision> some) {
        return CallersContext.answer(() -> decisions.submit(some));
    }

    @Override
    public Uni<Void> record(List<AttemptOutcome> some) {
        return CallersContext.answer(() -> outcomes.submit(some)).replaceWithVoid();
    }

    static <T, R> GroupCommit<T, R> group(
            String name, GroupCommit.Bounds bounds, Function<List<T>, Future<List<R>>> statement) {
        return new GroupCommit<>(
                name, bounds, items -> statement.apply(items).toCompletionStage(), Database::isFaultOfData);
    }

    private static Map<MessageId, Right> byMessage(List<Optional<Right>> rights) {
        Map<MessageId, Right> granted = new HashMap<>();
        rights.forEach(right -> right.ifPresent(r -> granted.put(r.attempt().message(), r)));
        return granted;
    }
}
