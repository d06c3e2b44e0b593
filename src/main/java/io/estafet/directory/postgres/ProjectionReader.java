package io.estafet.directory.postgres;

import io.estafet.directory.ProjectionSource;
import io.estafet.directory.Suppression;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Rows;
import io.estafet.recipient.ConsentByte;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is projected to Redis, by plain statements: an ORM does not suit pages of tens of thousands of rows. */
@Singleton
record ProjectionReader(DirectoryDatabase database) implements ProjectionSource {

    private static final String LIMIT = "SELECT messaging_limit FROM portfolio WHERE id = $1";

    private static final String NUMBERS = "SELECT id, throughput, daily_limit, paused FROM sender WHERE portfolio = $1";

    private static final String ACCOUNTS = "SELECT waba_id FROM sender WHERE portfolio = $1"
            + " UNION SELECT waba_id FROM left_account WHERE portfolio = $1";

    /** One index lookup for each account. */
    private static final String CHANGED_ACCOUNTS = """
            SELECT waba_id FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[])
                   AS account (waba_id, version, name, language)
             WHERE EXISTS (SELECT FROM template t
                            WHERE t.waba_id = account.waba_id
                              AND (t.tenant = (SELECT tenant FROM portfolio WHERE id = $1)
                                   OR EXISTS (SELECT FROM left_account l
                                               WHERE l.portfolio = $1 AND l.waba_id = account.waba_id))
                              AND (t.version, t.name, t.language)
                                > (account.version, account.name, account.language))""";

    private static final String TEMPLATES = """
            SELECT name, language, status, paused_until, deleted, version FROM template
             WHERE waba_id = $2
               AND (tenant = (SELECT tenant FROM portfolio WHERE id = $1)
                    OR EXISTS (SELECT FROM left_account WHERE portfolio = $1 AND waba_id = $2))
               AND (version, name, language) > ($3, $4, $5)
             ORDER BY version, name, language LIMIT $6""";

    private static final String CONSENTS =
            "SELECT person, value FROM consent WHERE portfolio = $1 AND person = ANY ($2)";

    private static final String CONSENT_RANGE =
            "SELECT person, value FROM consent WHERE portfolio = $1 AND person >= $2 AND person < $3";

    private static final String LAST_CONSENT =
            "SELECT coalesce(max(person), 0) AS last FROM consent WHERE portfolio = $1";

    private static final String WINDOWS = """
            SELECT person, ends_at FROM customer_window
            WHERE portfolio = $1 AND sender = $2 AND person > $3 AND ends_at > $4 ORDER BY person LIMIT $5""";

    private static final String SUPPRESSED = """
            SELECT person, kind, ends_at FROM person_suppression
            WHERE portfolio = $1 AND person = ANY ($2) AND ends_at > $3""";

    /** A page has all suppressions of its last person, so that the next page can start after that person. */
    private static final String ALL_SUPPRESSED = """
            SELECT person, kind, ends_at FROM person_suppression
            WHERE portfolio = $1 AND person > $2 AND ends_at > $3 ORDER BY person FETCH FIRST $4 ROWS WITH TIES""";

    /**
     * Two reads without a common view of the database. A change between them has an outbox entry of its own and is
     * projected again.
     */
    @Override
    public Uni<Facts> facts(PortfolioId portfolio) {
        Tuple key = Tuple.of(portfolio.value());
        return Rows.first(database.run(LIMIT, key), row -> row.getLong("messaging_limit"))
                .map(limit -> limit.orElseThrow(
                        () -> new IllegalArgumentException("portfolio " + portfolio + " is not registered")))
                .chain(limit -> Rows.list(database.run(NUMBERS, key), ProjectionReader::number)
                        .map(numbers -> new Facts(limit, numbers)));
    }

    @Override
    public Uni<List<String>> accounts(PortfolioId portfolio) {
        return Rows.list(database.run(ACCOUNTS, Tuple.of(portfolio.value())), row -> row.getString("waba_id"));
    }

    @Override
    public Uni<List<String>> changedAccounts(PortfolioId portfolio, Map<String, TemplatePlace> after) {
        Tuple places = Columns.of(after.entrySet(), portfolio.value())
                .texts(Map.Entry::getKey)
                .longs(account -> account.getValue().version())
                .texts(account -> account.getValue().name())
                .texts(account -> account.getValue().language())
                .tuple();
        return Rows.list(database.runBulk(CHANGED_ACCOUNTS, places), row -> row.getString("waba_id"));
    }

    @Override
    public Uni<List<TemplateFacts>> templates(PortfolioId portfolio, String wabaId, TemplatePlace after, int limit) {
        Tuple arguments = Tuple.of(portfolio.value(), wabaId, after.version(), after.name(), after.language(), limit);
        return Rows.list(database.runBulk(TEMPLATES, arguments), row -> template(wabaId, row));
    }

    private static SenderFacts number(Row row) {
        return new SenderFacts(
                new SenderId(row.getString("id")),
                row.getInteger("throughput"),
                Optional.ofNullable(row.getLong("daily_limit")),
                row.getBoolean("paused"));
    }

    private static TemplateFacts template(String wabaId, Row row) {
        TemplateKey key = new TemplateKey(wabaId, row.getString("name"), row.getString("language"));
        return new TemplateFacts(
                key,
                TemplateStatus.valueOf(row.getString("status")),
                Rows.optionalTime(row, "paused_until"),
                row.getBoolean("deleted"),
                new TemplatePlace(row.getLong("version"), key.name(), key.language()));
    }

    @Override
    public Uni<Map<PersonId, ConsentByte>> consents(PortfolioId portfolio, Collection<PersonId> persons) {
        return database.runBulk(CONSENTS, of(portfolio, persons)).map(rows -> {
            Map<PersonId, ConsentByte> consents = new HashMap<>();
            persons.forEach(person -> consents.put(person, ConsentByte.NOTHING_KNOWN));
            rows.forEach(
                    row -> consents.put(new PersonId(row.getLong("person")), new ConsentByte(row.getShort("value"))));
            return consents;
        });
    }

    @Override
    public Uni<byte[]> consentBytes(PortfolioId portfolio, long first, int count) {
        return database.runBulk(CONSENT_RANGE, Tuple.of(portfolio.value(), first, first + count))
                .map(rows -> bytes(rows, first, count));
    }

    private static byte[] bytes(RowSet<Row> rows, long first, int count) {
        byte[] bytes = new byte[count];
        int length = 0;
        for (Row row : rows) {
            int place = Math.toIntExact(row.getLong(0) - first);
            bytes[place] = row.getShort(1).byteValue();
            length = Math.max(length, place + 1);
        }
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public Uni<Long> lastConsent(PortfolioId portfolio) {
        return Rows.only(database.run(LAST_CONSENT, Tuple.of(portfolio.value())), row -> row.getLong("last"));
    }

    @Override
    public Uni<List<Window>> windows(PortfolioId portfolio, SenderId sender, long after, Instant now, int limit) {
        Tuple page = Tuple.of(portfolio.value(), sender.value(), after, Columns.time(now), limit);
        return Rows.list(
                database.runBulk(WINDOWS, page),
                row -> new Window(new PersonId(row.getLong("person")), Rows.time(row, "ends_at")));
    }

    @Override
    public Uni<List<Suppressed>> suppressions(PortfolioId portfolio, Collection<PersonId> persons, Instant now) {
        Tuple arguments = of(portfolio, persons).addValue(Columns.time(now));
        return Rows.list(database.run(SUPPRESSED, arguments), ProjectionReader::suppressed);
    }

    @Override
    public Uni<List<Suppressed>> suppressions(PortfolioId portfolio, long after, Instant now, int limit) {
        Tuple page = Tuple.of(portfolio.value(), after, Columns.time(now), limit);
        return Rows.list(database.runBulk(ALL_SUPPRESSED, page), ProjectionReader::suppressed);
    }

    private static Suppressed suppressed(Row row) {
        return new Suppressed(
                new PersonId(row.getLong("person")),
                Suppression.ofCode(row.getShort("kind")),
                Rows.time(row, "ends_at"));
    }

    private static Tuple of(PortfolioId portfolio, Collection<PersonId> persons) {
        return Columns.of(persons, portfolio.value()).longs(PersonId::value).tuple();
    }
}
