package io.estafet.journal.postgres;

import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.estafet.postgres.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads open messages and charges from the journal. Answers come on the caller's Vert.x context. */
@Singleton
public final class PostgresOpenMessages implements OpenMessages {

    static final String COLUMNS = """
            SELECT id, portfolio, sender, person, address, category, template, fallback_template, fallback_category,
                   fallback_used, state, reason, until, attempts, tries, attempt_at, attempt_deadline,
                   counted_at, expires_at
              FROM message""";
    private static final String PAGE = COLUMNS + " WHERE portfolio = $1 AND open AND id > $2 ORDER BY id LIMIT $3";
    private static final String WAITING = COLUMNS + " WHERE id > $1 AND id >= $2 AND id < $3 AND open AND state IN ("
            + LegalTransitions.codes(State.QUEUED, State.HELD) + ") ORDER BY id LIMIT $4";
    private static final String WAITING_FOR_LIMIT = "SELECT m.* FROM unnest($2::bigint[]) AS n (wanted), LATERAL ("
            + COLUMNS
            + " WHERE portfolio = $1 AND person = n.wanted AND open AND sender = $3"
            + " AND state = %d AND reason IN (%d, %d)"
                    .formatted(State.HELD.code(), Reason.MESSAGING_LIMIT.ordinal(), Reason.DAILY_LIMIT.ordinal())
            + " ORDER BY id LIMIT $4) AS m";
    private static final String FIND = COLUMNS + " WHERE id = ANY ($1::uuid[])";
    /** Selects by time, not by id: the block ranges of the wanted time are read, each of them once. */
    private static final String CHARGES = """
            SELECT id, sender, person, counted_at FROM message
             WHERE portfolio = $1 AND counted_at >= $2 AND counted_at < $3 AND (counted_at, id) > ($2, $4)
             ORDER BY counted_at, id LIMIT $5""";
    /** A message's earlier attempts are in its events; each of them is older than its latest attempt. */
    private static final String STARTS = """
            SELECT sender, person, attempt_at AS at FROM message
             WHERE portfolio = $1 AND attempt_at >= $2 AND attempt_at < $3
             UNION ALL
            SELECT m.sender, m.person, e.began FROM message m JOIN event e ON e.message_id = m.id
             WHERE m.portfolio = $1 AND m.attempt_at >= $2 AND m.attempts > 1 AND e.began >= $2 AND e.began < $3
               AND e.began < m.attempt_at
             GROUP BY m.id, m.sender, m.person, e.began
             ORDER BY at""";

    private static final String NEXT_EPOCH = """
            INSERT INTO portfolio_epoch AS e (portfolio, epoch) VALUES ($1, 1)
            ON CONFLICT (portfolio) DO UPDATE SET epoch = e.epoch + 1 RETURNING epoch""";

    private final Database database;

    PostgresOpenMessages(JournalDatabase database) {
        this.database = database;
    }

    @Override
    public Uni<List<OpenMessage>> page(PortfolioId portfolio, Optional<MessageId> after, int most) {
        return messages(PAGE, Tuple.of(portfolio.value(), Ids.after(after), most));
    }

    @Override
    public Uni<List<OpenMessage>> waitingAcceptedBetween(
            Instant from, Instant to, Optional<MessageId> after, int most) {
        return messages(WAITING, Tuple.of(Ids.after(after), Ids.lowest(from), Ids.lowest(to), most));
    }

    @Override
    public Uni<List<OpenMessage>> waitingForLimit(
            PortfolioId portfolio, SenderId sender, Collection<PersonId> people, int most) {
        Tuple of = Columns.of(people, portfolio.value())
                .longs(PersonId::value)
                .tuple()
                .addValue(sender.value())
                .addValue(most);
        return messages(WAITING_FOR_LIMIT, of);
    }

    @Override
    public Uni<List<OpenMessage>> find(Collection<MessageId> ids) {
        return messages(FIND, Columns.of(ids).uuids(MessageId::value).tuple());
    }

    @Override
    public Uni<List<Charge>> charges(PortfolioId portfolio, ChargeCursor from, Instant until, int most) {
        Tuple page = Tuple.of(
                portfolio.value(), Columns.time(from.at()), Columns.time(until), Ids.after(from.after()), most);
        return Rows.list(
                database.transaction(CHARGES, page),
                row -> new Charge(
                        new MessageId(row.getUUID("id")),
                        new SenderId(row.getString("sender")),
                        new PersonId(row.getLong("person")),
                        Rows.time(row, "counted_at")));
    }

    @Override
    public Uni<List<Start>> starts(PortfolioId portfolio, Instant from, Instant until) {
        Tuple time = Tuple.of(portfolio.value(), Columns.time(from), Columns.time(until));
        return Rows.list(
                database.transaction(STARTS, time),
                row -> new Start(
                        new SenderId(row.getString("sender")),
                        new PersonId(row.getLong("person")),
                        Rows.time(row, "at")));
    }

    @Override
    public Uni<Long> nextEpoch(PortfolioId portfolio) {
        return Rows.only(database.transaction(NEXT_EPOCH, Tuple.of(portfolio.value())), row -> row.getLong("epoch"));
    }

    private Uni<List<OpenMessage>> messages(String sql, Tuple arguments) {
        return Rows.list(database.transaction(sql, arguments), PostgresOpenMessages::message);
    }

    /** Reads a message from the columns {@link #COLUMNS}. */
    static OpenMessage message(Row row) {
        boolean fallback = row.getBoolean("fallback_used");
        Optional<String> fallbackTemplate = Optional.ofNullable(row.getString("fallback_template"));
        Optional<Category> fallbackCategory =
                Optional.ofNullable(row.getShort("fallback_category")).map(Category::ofRank);
        Category category = Category.ofRank(row.getShort("category"));
        return new OpenMessage(
                new MessageId(row.getUUID("id")),
                new PortfolioId(row.getString("portfolio")),
                new SenderId(row.getString("sender")),
                new PersonId(row.getLong("person")),
                row.getString("address"),
                fallback ? fallbackCategory.orElse(category) : category,
                fallback ? fallbackTemplate : Optional.ofNullable(row.getString("template")),
                fallbackTemplate,
                fallbackCategory,
                fallback,
                State.ofCode(row.getShort("state")),
                Views.reason(row),
                Rows.optionalTime(row, "until"),
                row.getInteger("attempts"),
                row.getInteger("tries"),
                Rows.optionalTime(row, "attempt_at"),
                Rows.optionalTime(row, "attempt_deadline"),
                Rows.optionalTime(row, "counted_at"),
                Rows.time(row, "expires_at"));
    }
}
