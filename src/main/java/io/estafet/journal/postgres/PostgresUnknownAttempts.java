package io.estafet.journal.postgres;

import io.estafet.journal.UnknownAttempts;
import io.estafet.message.AttemptId;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.estafet.postgres.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the few messages whose outcome is not known. Answers come on the caller's Vert.x context. */
@Singleton
public final class PostgresUnknownAttempts implements UnknownAttempts {

    private static final String DUE = """
            SELECT u.message_id, u.attempt, u.portfolio, u.sender, u.person, u.category,
                   m.tries, m.breaks, m.attempt_at, u.since
              FROM unknown_outcome u JOIN message m ON m.id = u.message_id
             WHERE u.category = $1 AND u.since <= $2 AND (u.since, u.message_id) > ($4, $5)
             ORDER BY u.since, u.message_id LIMIT $3""";
    private static final String BY_SENDER = "SELECT sender, count(*) AS count FROM unknown_outcome GROUP BY sender";
    /**
     * A message is delivered or read only by a status. A failed or held message with WhatsApp's id was accepted by
     * WhatsApp and failed later, by a status. While webhooks of the number are stored and not worked on, the status in
     * question may be among them. Webhooks of other numbers, which may wait for hours or belong to no registered
     * number, do not matter. A payload names its number.
     */
    private static final String EVIDENCE = """
            SELECT EXISTS (
              SELECT FROM message WHERE portfolio = $1 AND sender = $2 AND attempt_at BETWEEN $3 AND $4 AND id <> $5
                 AND (state IN (%s) OR state IN (%s) AND wamid IS NOT NULL))
              AND NOT EXISTS (SELECT FROM webhook WHERE aside IS NULL AND received_at < $6
                                AND position(convert_to($2, 'UTF8') IN body) > 0) AS heard""".formatted(
            LegalTransitions.codes(State.DELIVERED, State.READ), LegalTransitions.codes(State.FAILED, State.HELD));

    private final Database database;

    PostgresUnknownAttempts(JournalDatabase database) {
        this.database = database;
    }

    @Override
    public Uni<List<Unknown>> due(Category category, Instant since, Optional<Unknown> after, int most) {
        Tuple arguments = Tuple.of(
                (short) category.rank(),
                Columns.time(since),
                most,
                Columns.time(after.map(Unknown::since).orElse(Instant.EPOCH)),
                Ids.after(after.map(last -> last.attempt().message())));
        return Rows.list(database.transaction(DUE, arguments), PostgresUnknownAttempts::unknown);
    }

    @Override
    public Uni<Boolean> hasEvidence(Unknown unknown, Duration around, Instant workedOff) {
        Tuple arguments = Tuple.of(
                unknown.portfolio().value(),
                unknown.sender().value(),
                Columns.time(unknown.attemptAt().minus(around)),
                Columns.time(unknown.attemptAt().plus(around)),
                unknown.attempt().message().value(),
                Columns.time(workedOff));
        return Rows.only(database.transaction(EVIDENCE, arguments), row -> row.getBoolean("heard"));
    }

    @Override
    public Uni<Map<SenderId, Long>> bySender() {
        return database.transaction(BY_SENDER, Tuple.tuple())
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new SenderId(row.getString("sender")), row -> row.getLong("count"))));
    }

    private static Unknown unknown(Row row) {
        return new Unknown(
                new AttemptId(new MessageId(row.getUUID("message_id")), row.getInteger("attempt")),
                new PortfolioId(row.getString("portfolio")),
                new SenderId(row.getString("sender")),
                new PersonId(row.getLong("person")),
                Category.ofRank(row.getShort("category")),
                row.getInteger("tries"),
                row.getShort("breaks"),
                Rows.time(row, "attempt_at"),
                Rows.time(row, "since"));
    }
}
