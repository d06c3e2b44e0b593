package io.estafet.directory.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.estafet.directory.People;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Statements;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** A caller waits for so few addresses; more of them belong to an import. */
    private static final int FEW = 20;

    private final DirectoryDatabase database;
    private final SecretKeys secrets;
    private final Cache<Key, PersonId> known;

    PersonRepository(DirectoryDatabase database, SecretKeys secrets, DirectoryConfig config) {
        this.database = database;
        this.secrets = secrets;
        this.known = Caffeine.newBuilder()
                .maximumSize(config.knownPeople())
                .expireAfterWrite(REMEMBERED)
                .build();
    }

    @Override
    public Uni<Map<Address, PersonId>> resolve(PortfolioId portfolio, Collection<Address> addresses) {
        return find(portfolio, addresses).chain(found -> {
            Set<Address> strangers = missing(addresses, found);
            return strangers.isEmpty()
                    ? Uni.createFrom().item(found)
                    : database.transaction(statements -> create(statements, portfolio, strangers))
                            .map(rows -> remember(portfolio, rows, found));
        });
    }

    @Override
    public Uni<Map<Address, PersonId>> find(PortfolioId portfolio, Collection<Address> addresses) {
        return Uni.createFrom().deferred(() -> {
            Map<Address, PersonId> found = remembered(portfolio, addresses);
            Set<Address> missing = missing(addresses, found);
            return missing.isEmpty()
                    ? Uni.createFrom().item(found)
                    : lookUp(portfolio, missing).map(rows -> remember(portfolio, rows, found));
        });
    }

    private Uni<RowSet<Row>> lookUp(PortfolioId portfolio, Set<Address> addresses) {
        Tuple wanted = aliases(portfolio, addresses);
        return addresses.size() <= FEW ? database.run(FIND, wanted) : database.runBulk(FIND, wanted);
    }

    private Uni<RowSet<Row>> create(Statements statements, PortfolioId portfolio, Set<Address> addresses) {
        return statements
                .run(TAKE_TURN, Tuple.of(portfolio.value()))
                .chain(() -> statements.run(CREATE, hashedAliases(portfolio, addresses)))
                .chain(() -> statements.run(FIND, aliases(portfolio, addresses)));
    }

    /** This takes a turn too, so that an address that is just becoming a person of its own stays that person. */
    @Override
    public Uni<Void> link(PortfolioId portfolio, Map<Address, PersonId> aliases) {
        Tuple links = Columns.of(aliases.entrySet(), portfolio.value())
                .texts(alias -> alias.getKey().value())
                .longs(alias -> alias.getValue().value())
                .tuple();
        return aliases.isEmpty()
                ? Unis.done()
                : database.transaction(statements -> statements
                        .run(TAKE_TURN, Tuple.of(portfolio.value()))
                        .chain(() -> statements.run(LINK, links))
                        .replaceWithVoid());
    }

    /** Forgets in memory whom an address belongs to. */
    void forget(PortfolioId portfolio, Address address) {
        known.invalidate(new Key(portfolio, address));
    }

    private Map<Address, PersonId> remembered(PortfolioId portfolio, Collection<Address> addresses) {
        Map<Address, PersonId> found = new HashMap<>();
        for (Address address : addresses) {
            PersonId person = known.getIfPresent(new Key(portfolio, address));
            if (person != null) {
                found.put(address, person);
            }
        }
        return found;
    }

    private Map<Address, PersonId> remember(PortfolioId portfolio, RowSet<Row> rows, Map<Address, PersonId> found) {
        for (Row row : rows) {
            Address address = Address.parse(row.getString("alias"));
            PersonId person = new PersonId(row.getLong("person"));
            found.put(address, person);
            known.put(new Key(portfolio, address), person);
        }
        return found;
    }

    private static Set<Address> missing(Collection<Address> addresses, Map<Address, PersonId> found) {
        return addresses.stream().filter(address -> !found.containsKey(address)).collect(Collectors.toSet());
    }

    private static Tuple aliases(PortfolioId portfolio, Set<Address> addresses) {
        return Columns.of(addresses, portfolio.value()).texts(Address::value).tuple();
    }

    /** One row per address and key of a hash. */
    private Tuple hashedAliases(PortfolioId portfolio, Set<Address> addresses) {
        List<Map.Entry<String, byte[]>> hashed = addresses.stream()
                .map(Address::value)
                .flatMap(alias -> secrets.hashes(alias).stream().map(hash -> Map.entry(alias, hash)))
                .toList();
        return Columns.of(hashed, portfolio.value())
                .texts(Map.Entry::getKey)
                .bytes(Map.Entry::getValue)
                .tuple();
    }

    private record Key(PortfolioId portfolio, Address address) {}
}
