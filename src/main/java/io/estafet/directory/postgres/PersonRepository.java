package io.estafet.directory.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.estafet.directory.People;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * People in PostgreSQL. New people of a portfolio are created one transaction after the other, because their ids are
 * dense. Known people are answered from memory or by one statement.
 */
@Singleton
final class PersonRepository implements People {

    private static final String FIND =
            "SELECT alias, person FROM person_alias WHERE portfolio = $1 AND alias = ANY ($2)";

    /**
     * Makes the transactions that create people of the portfolio wait for each other. The next statement sees what the
     * earlier transactions committed.
     */
    static final String TAKE_TURN = """
            INSERT INTO person_counter (portfolio, next) VALUES ($1, 1)
            ON CONFLICT (portfolio) DO UPDATE SET next = person_counter.next""";

    /** An address of an erased person becomes the same person again, with what they refused. */
    private static final String CREATE = """
            WITH asked AS (
                SELECT a.alias, max(e.person) AS known
                FROM unnest($2::text[], $3::bytea[]) AS a (alias, hash)
                LEFT JOIN erased_alias e ON e.portfolio = $1 AND e.hash = a.hash
                WHERE NOT EXISTS (SELECT FROM person_alias p WHERE p.portfolio = $1 AND p.alias = a.alias)
                GROUP BY a.alias
            ), fresh AS (
                SELECT alias, row_number() OVER (ORDER BY alias) AS place FROM asked WHERE known IS NULL
            ), grown AS (
                UPDATE person_counter SET next = next + (SELECT count(*) FROM fresh)
                WHERE portfolio = $1 RETURNING next - (SELECT count(*) FROM fresh) AS first
            )
            INSERT INTO person_alias (portfolio, alias, person)
            SELECT $1, alias, first + place - 1 FROM fresh, grown
            UNION ALL SELECT $1, alias, known FROM asked WHERE known IS NOT NULL""";

    /** A person without any address was erased: a late status must not name them again. */
    private static final String LINK = """
            INSERT INTO person_alias (portfolio, alias, person)
            SELECT $1, n.alias, n.person FROM unnest($2::text[], $3::bigint[]) AS n (alias, person)
            WHERE EXISTS (SELECT FROM person_alias p WHERE p.portfolio = $1 AND p.person = n.person)
            ON CONFLICT DO NOTHING""";

    /** An address that is erased on another replica is forgotten here within this time. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Sql sql;
    private final SecretKeys secrets;
    private final Cache<Key, PersonId> known;

    PersonRepository(Sql sql, SecretKeys secrets, DirectoryConfig config) {
        this.sql = sql;
        this.secrets = secrets;
        this.known = Caffeine.newBuilder()
                .maximumSize(config.knownPeople())
                .expireAfterWrite(REMEMBERED)
                .build();
    }

    @Override
    public Uni<Map<Address, PersonId>> resolve(PortfolioId portfolio, Collection<Address> addresses) {
        return Uni.createFrom().deferred(() -> resolve(new Search(portfolio, addresses)));
    }

    private Uni<Map<Address, PersonId>> resolve(Search search) {
        search.remember(known);
        return lookUp(search).chain(this::create).map(Search::found);
    }

    private Uni<Search> lookUp(Search search) {
        if (search.isDone()) {
            return Uni.createFrom().item(search);
        }
        Uni<RowSet<Row>> rows =
                search.isOfFew() ? sql.run(FIND, search.arguments()) : sql.runBulk(FIND, search.arguments());
        return rows.map(all -> search.add(all, known));
    }

    private Uni<Search> create(Search search) {
        return search.isDone()
                ? Uni.createFrom().item(search)
                : sql.transaction(connection -> create(connection, search)).map(rows -> search.add(rows, known));
    }

    private Uni<RowSet<Row>> create(SqlConnection connection, Search search) {
        return connection
                .preparedQuery(TAKE_TURN)
                .execute(Tuple.of(search.portfolio.value()))
                .chain(() -> connection.preparedQuery(CREATE).execute(search.argumentsWithHashes(secrets)))
                .chain(() -> connection.preparedQuery(FIND).execute(search.arguments()));
    }

    @Override
    public Uni<Map<Address, PersonId>> find(PortfolioId portfolio, Collection<Address> addresses) {
        return Uni.createFrom().deferred(() -> {
            Search search = new Search(portfolio, addresses);
            search.remember(known);
            return lookUp(search).map(Search::found);
        });
    }

    /** This takes a turn too, so that an address that is just becoming a person of its own stays that person. */
    @Override
    public Uni<Void> link(PortfolioId portfolio, Map<Address, PersonId> aliases) {
        return aliases.isEmpty()
                ? Uni.createFrom().voidItem()
                : sql.transaction(connection -> connection
                        .preparedQuery(TAKE_TURN)
                        .execute(Tuple.of(portfolio.value()))
                        .chain(() -> connection.preparedQuery(LINK).execute(arguments(portfolio, aliases)))
                        .replaceWithVoid());
    }

    private static Tuple arguments(PortfolioId portfolio, Map<Address, PersonId> aliases) {
        List<Map.Entry<Address, PersonId>> all = List.copyOf(aliases.entrySet());
        String[] values = all.stream().map(alias -> alias.getKey().value()).toArray(String[]::new);
        Long[] persons = all.stream().map(alias -> alias.getValue().value()).toArray(Long[]::new);
        return Tuple.of(portfolio.value(), values, persons);
    }

    /** Forgets in memory whom an address belongs to. */
    void forget(PortfolioId portfolio, Address address) {
        known.invalidate(new Key(portfolio, address));
    }

    private record Key(PortfolioId portfolio, Address address) {}

    /** The addresses that are looked up, and the people found so far. One lookup uses it at a time. */
    private static final class Search {

        private static final int FEW = 20;

        private final PortfolioId portfolio;
        private final Map<String, Address> missing;
        private final Map<Address, PersonId> found = new HashMap<>();

        Search(PortfolioId portfolio, Collection<Address> addresses) {
            this.portfolio = portfolio;
            this.missing = addresses.stream()
                    .collect(Collectors.toMap(Address::value, address -> address, (one, same) -> one, HashMap::new));
        }

        void remember(Cache<Key, PersonId> known) {
            for (Address address : List.copyOf(missing.values())) {
                PersonId person = known.getIfPresent(new Key(portfolio, address));
                if (person != null) {
                    found.put(address, person);
                    missing.remove(address.value());
                }
            }
        }

        Search add(RowSet<Row> rows, Cache<Key, PersonId> known) {
            for (Row row : rows) {
                Address address = missing.remove(row.getString("alias"));
                if (address != null) {
                    PersonId person = new PersonId(row.getLong("person"));
                    found.put(address, person);
                    known.put(new Key(portfolio, address), person);
                }
            }
            return this;
        }

        /** Whether a caller waits for the answer. A search for many addresses belongs to an import. */
        boolean isOfFew() {
            return missing.size() <= FEW;
        }

        boolean isDone() {
            return missing.isEmpty();
        }

        Map<Address, PersonId> found() {
            return found;
        }

        Tuple arguments() {
            return Tuple.of(portfolio.value(), missing.keySet().toArray(new String[0]));
        }

        Tuple argumentsWithHashes(SecretKeys secrets) {
            return AliasHashes.arguments(portfolio, missing.keySet(), secrets);
        }
    }
}
