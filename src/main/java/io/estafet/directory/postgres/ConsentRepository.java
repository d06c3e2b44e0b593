package io.estafet.directory.postgres;

import io.estafet.directory.ConsentChange;
import io.estafet.directory.ConsentJournal;
import io.estafet.directory.ConsentRecord;
import io.estafet.directory.PendingProjection;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentByte;
import io.estafet.recipient.ConsentStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Consents in PostgreSQL. One short transaction writes the state, the history and the outbox entry. */
@Singleton
final class ConsentRepository implements ConsentJournal {

    /** The latest change of a category wins. The rows come in the order of persons, so that writers never deadlock. */
    private static final String UPSERT = """
            INSERT INTO consent AS c (portfolio, person, marketing, marketing_at, utility, utility_at,
                                      authentication, authentication_at)
            SELECT $1, * FROM unnest($2::bigint[], $3::smallint[], $4::timestamptz[], $5::smallint[],
                                     $6::timestamptz[], $7::smallint[], $8::timestamptz[])
            ON CONFLICT (portfolio, person) DO UPDATE SET
                marketing = CASE WHEN excluded.marketing_at >= coalesce(c.marketing_at, '-infinity')
                                 THEN excluded.marketing ELSE c.marketing END,
                marketing_at = greatest(c.marketing_at, excluded.marketing_at),
                utility = CASE WHEN excluded.utility_at >= coalesce(c.utility_at, '-infinity')
                               THEN excluded.utility ELSE c.utility END,
                utility_at = greatest(c.utility_at, excluded.utility_at),
                authentication = CASE WHEN excluded.authentication_at >= coalesce(c.authentication_at, '-infinity')
                                      THEN excluded.authentication ELSE c.authentication END,
                authentication_at = greatest(c.authentication_at, excluded.authentication_at)""";

    private static final String STOP = """
            INSERT INTO consent AS c (portfolio, person, stopped, stopped_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (portfolio, person) DO UPDATE SET
                stopped = CASE WHEN excluded.stopped_at >= coalesce(c.stopped_at, '-infinity')
                               THEN excluded.stopped ELSE c.stopped END,
                stopped_at = greatest(c.stopped_at, excluded.stopped_at)""";

    private static final String REMEMBER = """
            INSERT INTO consent_history (portfolio, person, category, status, source, at, recorded_at)
            SELECT $1, person, category, status, source, at, $2 FROM
                unnest($3::bigint[], $4::smallint[], $5::smallint[], $6::text[], $7::timestamptz[])
                    AS said (person, category, status, source, at)""";

    static final String ADD_TO_OUTBOX =
            "INSERT INTO projection_outbox (portfolio, persons) VALUES ($1, $2) RETURNING id";

    private static final String STATE = "SELECT value FROM consent WHERE portfolio = $1 AND person = $2";

    private static final String HISTORY = """
            SELECT category, status, source, at, recorded_at FROM consent_history
            WHERE portfolio = $1 AND person = $2 ORDER BY id DESC LIMIT $3""";

    private final Sql sql;
    private final InstantSource clock;

    ConsentRepository(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Override
    public Uni<PendingProjection> record(
            PortfolioId portfolio, List<ConsentChange> changes, Map<Address, PersonId> people) {
        return Uni.createFrom().deferred(() -> {
            ConsentRows rows = ConsentRows.of(portfolio, changes, people);
            return commit(portfolio, UPSERT, rows.latest(), rows.said(clock.instant()), rows.persons());
        });
    }

    @Override
    public Uni<PendingProjection> recordStop(PortfolioId portfolio, PersonId person, boolean stopped, Instant at) {
        return Uni.createFrom().deferred(() -> {
            ConsentStatus status = stopped ? ConsentStatus.OPTED_OUT : ConsentStatus.OPTED_IN;
            Tuple stop = Tuple.of(portfolio.value(), person.value(), stopped, Sql.time(at));
            Tuple said = ConsentRows.one(portfolio, person, Category.MARKETING, status, at, clock.instant());
            return commit(portfolio, STOP, stop, said, List.of(person));
        });
    }

    /**
     * Writes the history after the state: the state's row lock puts two writers of one person in the same order in
     * both.
     */
    private Uni<PendingProjection> commit(
            PortfolioId portfolio, String change, Tuple state, Tuple said, List<PersonId> persons) {
        return sql.transaction(connection -> run(connection, change, state)
                .chain(() -> run(connection, REMEMBER, said))
                .chain(() -> run(connection, ADD_TO_OUTBOX, Tuple.of(portfolio.value(), PersonIds.array(persons))))
                .map(rows ->
                        new PendingProjection(rows.iterator().next().getLong("id"), portfolio, Optional.of(persons))));
    }

    private static Uni<RowSet<Row>> run(SqlConnection connection, String statement, Tuple arguments) {
        return connection.preparedQuery(statement).execute(arguments);
    }

    @Override
    public Uni<ConsentByte> state(PortfolioId portfolio, PersonId person) {
        return sql.run(STATE, Tuple.of(portfolio.value(), person.value()))
                .map(rows -> rows.size() == 0
                        ? ConsentByte.NOTHING_KNOWN
                        : new ConsentByte(rows.iterator().next().getShort("value")));
    }

    @Override
    public Uni<List<ConsentRecord>> history(PortfolioId portfolio, PersonId person, int limit) {
        return sql.run(HISTORY, Tuple.of(portfolio.value(), person.value(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ConsentRepository::record)
                        .toList());
    }

    private static ConsentRecord record(Row row) {
        return new ConsentRecord(
                Optional.ofNullable(row.getShort("category")).map(rank -> Category.ofRank(rank)),
                ConsentStatus.values()[row.getShort("status")],
                row.getString("source"),
                row.getOffsetDateTime("at").toInstant(),
                row.getOffsetDateTime("recorded_at").toInstant());
    }
}
