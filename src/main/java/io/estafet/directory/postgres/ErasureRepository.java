package io.estafet.directory.postgres;

import io.estafet.directory.Erasure;
import io.estafet.directory.PendingProjection;
import io.estafet.directory.Projector;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Rows;
import io.estafet.postgres.Statements;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Erases a person in one transaction, which takes its turn with the transactions that create people. */
@Singleton
record ErasureRepository(DirectoryDatabase database, SecretKeys secrets, PersonRepository people, Projector projector)
        implements Erasure {

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

    @Override
    public Uni<List<Address>> names(PortfolioId portfolio, PersonId person) {
        return Rows.list(database.run(NAMES, Tuple.of(portfolio.value(), person.value())), ErasureRepository::address);
    }

    @Override
    public Uni<Optional<PersonId>> erased(PortfolioId portfolio, Address address) {
        Tuple hashes = Columns.of(secrets.hashes(address.value()), portfolio.value())
                .bytes(hash -> hash)
                .tuple();
        return Rows.only(
                database.run(ERASED, hashes),
                row -> Optional.ofNullable(row.getLong("person")).map(PersonId::new));
    }

    /** The addresses are forgotten in memory after the commit, because a lookup before it would remember them again. */
    @Override
    public Uni<Void> erase(PortfolioId portfolio, PersonId person) {
        return database.transaction(statements -> erase(statements, portfolio, person))
                .invoke(erased -> erased.names().forEach(name -> people.forget(portfolio, name)))
                .chain(erased -> projector.project(erased.pending()));
    }

    private Uni<Erased> erase(Statements statements, PortfolioId portfolio, PersonId person) {
        Tuple key = Tuple.of(portfolio.value(), person.value());
        return Rows.list(
                        statements
                                .run(PersonRepository.TAKE_TURN, Tuple.of(portfolio.value()))
                                .chain(() -> statements.run(FORGET_ALIASES, key)),
                        ErasureRepository::address)
                .call(names -> statements.run(KEEP_HASHES, hashes(portfolio, person, names)))
                .call(() -> statements.run(FORGET_OPT_INS, key))
                .call(() -> statements.run(FORGET_HISTORY, key))
                .chain(names -> ProjectionOutboxRepository.add(statements, portfolio, List.of(person))
                        .map(pending -> new Erased(names, pending)));
    }

    /** What was committed: the addresses that name nobody any more, and the change that is pending for Redis. */
    private record Erased(List<Address> names, PendingProjection pending) {}

    private static Address address(Row row) {
        return Address.parse(row.getString("alias"));
    }

    private Tuple hashes(PortfolioId portfolio, PersonId person, List<Address> names) {
        return Columns.of(names, portfolio.value(), person.value())
                .bytes(name -> secrets.hash(name.value()))
                .tuple();
    }
}
