package io.estafet.directory.postgres;

import io.estafet.directory.Erasure;
import io.estafet.directory.PendingProjection;
import io.estafet.directory.Projector;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Erases a person in one transaction, which takes its turn with the transactions that create people. */
@Singleton
final class ErasureRepository implements Erasure {

    private static final String NAMES = "SELECT alias FROM person_alias WHERE portfolio = $1 AND person = $2";

    private static final String ERASED =
            "SELECT max(person) AS person FROM erased_alias WHERE portfolio = $1 AND hash = ANY ($2::bytea[])";

    private static final String FORGET_ALIASES =
            "DELETE FROM person_alias WHERE portfolio = $1 AND person = $2 RETURNING alias";

    private static final String KEEP_HASHES = """
            INSERT INTO erased_alias (portfolio, hash, person) SELECT $1, hash, $2 FROM unnest($3::bytea[]) AS h (hash)
            ON CONFLICT DO NOTHING""";

    /** Opt-outs and the stop given to WhatsApp stay. */
    private static final String FORGET_OPT_INS = """
            UPDATE consent SET
                marketing = CASE marketing WHEN 2 THEN 2 ELSE 0 END,
                utility = CASE utility WHEN 2 THEN 2 ELSE 0 END,
                authentication = CASE authentication WHEN 2 THEN 2 ELSE 0 END
            WHERE portfolio = $1 AND person = $2""";

    private static final String FORGET_HISTORY = "DELETE FROM consent_history WHERE portfolio = $1 AND person = $2";

    private final Sql sql;
    private final SecretKeys secrets;
    private final PersonRepository people;
    private final Projector projector;

    ErasureRepository(Sql sql, SecretKeys secrets, PersonRepository people, Projector projector) {
        this.sql = sql;
        this.secrets = secrets;
        this.people = people;
        this.projector = projector;
    }

    @Override
    public Uni<List<Address>> names(PortfolioId portfolio, PersonId person) {
        return sql.run(NAMES, Tuple.of(portfolio.value(), person.value())).map(ErasureRepository::addresses);
    }

    @Override
    public Uni<Optional<PersonId>> erased(PortfolioId portfolio, Address address) {
        Buffer[] hashes =
                secrets.hashes(address.value()).stream().map(Buffer::buffer).toArray(Buffer[]::new);
        return sql.run(ERASED, Tuple.of(portfolio.value(), hashes))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong("person"))
                        .map(PersonId::new));
    }

    /** The addresses are forgotten in memory after the commit, because a lookup before it would remember them again. */
    @Override
    public Uni<Void> erase(PortfolioId portfolio, PersonId person) {
        return sql.transaction(connection -> erase(connection, portfolio, person))
                .invoke(erased -> erased.names().forEach(name -> people.forget(portfolio, name)))
                .chain(erased -> projector.project(erased.pending()));
    }

    private Uni<Erased> erase(SqlConnection connection, PortfolioId portfolio, PersonId person) {
        Tuple key = Tuple.of(portfolio.value(), person.value());
        return run(connection, PersonRepository.TAKE_TURN, Tuple.of(portfolio.value()))
                .chain(() -> run(connection, FORGET_ALIASES, key))
                .map(ErasureRepository::addresses)
                .call(names -> run(connection, KEEP_HASHES, hashes(portfolio, person, names)))
                .call(() -> run(connection, FORGET_OPT_INS, key))
                .call(() -> run(connection, FORGET_HISTORY, key))
                .chain(names -> run(connection, ConsentRepository.ADD_TO_OUTBOX, outboxEntry(portfolio, person))
                        .map(rows -> new Erased(names, pending(rows, portfolio, person))));
    }

    /** What was committed: the addresses that name nobody any more, and the change that is pending for Redis. */
    private record Erased(List<Address> names, PendingProjection pending) {}

    private static List<Address> addresses(RowSet<Row> aliases) {
        return StreamSupport.stream(aliases.spliterator(), false)
                .map(row -> Address.parse(row.getString("alias")))
                .toList();
    }

    private Tuple hashes(PortfolioId portfolio, PersonId person, List<Address> names) {
        Buffer[] hashes = names.stream()
                .map(name -> Buffer.buffer(secrets.hash(name.value())))
                .toArray(Buffer[]::new);
        return Tuple.tuple()
                .addValue(portfolio.value())
                .addValue(person.value())
                .addValue(hashes);
    }

    private static Tuple outboxEntry(PortfolioId portfolio, PersonId person) {
        return Tuple.of(portfolio.value(), PersonIds.array(List.of(person)));
    }

    private static PendingProjection pending(RowSet<Row> rows, PortfolioId portfolio, PersonId person) {
        return new PendingProjection(rows.iterator().next().getLong("id"), portfolio, Optional.of(List.of(person)));
    }

    private static Uni<RowSet<Row>> run(SqlConnection connection, String statement, Tuple arguments) {
        return connection.preparedQuery(statement).execute(arguments);
    }
}
