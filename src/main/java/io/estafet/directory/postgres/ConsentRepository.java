package io.estafet.directory.postgres;

import io.estafet.directory.ConsentChange;
import io.estafet.directory.ConsentJournal;
import io.estafet.directory.ConsentRecord;
import io.estafet.directory.PendingProjection;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Rows;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentByte;
import io.estafet.recipient.ConsentStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Consents in PostgreSQL. One short transaction writes the state, the history and the outbox entry. */
@Singleton
record ConsentRepository(DirectoryDatabase database, InstantSource clock) implements ConsentJournal {

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

    private static final String STATE = "SELECT value FROM consent WHERE portfolio = $1 AND person = $2";

    private static final String HISTORY = """
            SELECT category, status, source, at, recorded_at FROM consent_history
            WHERE portfolio = $1 AND person = $2 ORDER BY id DESC LIMIT $3""";

    @Override
    public Uni<PendingProjection> record(
            PortfolioId portfolio, List<ConsentChange> changes, Map<Address, PersonId> people) {
        return Uni.createFrom().deferred(() -> {
            List<SaidConsent> said = changes.stream()
                    .map(change -> SaidConsent.of(change, people))
                    .toList();
            return commit(portfolio, UPSERT, SaidConsent.latest(portfolio, said), said);
        });
    }

    @Override
    public Uni<PendingProjection> recordStop(PortfolioId portfolio, PersonId person, boolean stopped, Instant at) {
        return Uni.createFrom().deferred(() -> {
            ConsentStatus status = stopped ? ConsentStatus.OPTED_OUT : ConsentStatus.OPTED_IN;
            SaidConsent said =
                    new SaidConsent(person, Optional.of(Category.MARKETING), status, ConsentChange.WHATSAPP, at);
            Tuple stop = Tuple.of(portfolio.value(), person.value(), stopped, Columns.time(at));
            return commit(portfolio, STOP, stop, List.of(said));
        });
    }

    /**
     * Writes the history after the state: the state's row lock puts two writers of one person in the same order in
     * both.
     */
    private Uni<PendingProjection> commit(PortfolioId portfolio, String change, Tuple state, List<SaidConsent> said) {
        Tuple history = SaidConsent.history(portfolio, clock.instant(), said);
        List<PersonId> persons = said.stream()
                .map(SaidConsent::person)
                .distinct()
                .sorted(Comparator.comparingLong(PersonId::value))
                .toList();
        return database.transaction(statements -> statements
                .run(change, state)
                .chain(() -> statements.run(REMEMBER, history))
                .chain(() -> ProjectionOutboxRepository.add(statements, portfolio, persons)));
    }

    @Override
    public Uni<ConsentByte> state(PortfolioId portfolio, PersonId person) {
        return Rows.first(
                        database.run(STATE, Tuple.of(portfolio.value(), person.value())),
                        row -> new ConsentByte(row.getShort("value")))
                .map(known -> known.orElse(ConsentByte.NOTHING_KNOWN));
    }

    @Override
    public Uni<List<ConsentRecord>> history(PortfolioId portfolio, PersonId person, int limit) {
        return Rows.list(
                database.run(HISTORY, Tuple.of(portfolio.value(), person.value(), limit)), ConsentRepository::record);
    }

    private static ConsentRecord record(Row row) {
        return new ConsentRecord(
                Optional.ofNullable(row.getShort("category")).map(rank -> Category.ofRank(rank)),
                ConsentStatus.values()[row.getShort("status")],
                row.getString("source"),
                Rows.time(row, "at"),
                Rows.time(row, "recorded_at"));
    }
}
