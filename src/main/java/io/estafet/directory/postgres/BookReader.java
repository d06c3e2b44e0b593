package io.estafet.directory.postgres;

import io.estafet.directory.BookSource;
import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.sender.AccessToken;
import io.estafet.sender.Portfolio;
import io.estafet.sender.Sender;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/** Reads what changed for the books. */
@Singleton
final class BookReader implements BookSource {

    private static final String POSITION =
            "SELECT version, (SELECT coalesce(sum(epoch), 0)::bigint FROM portfolio_epoch) AS epochs"
                    + " FROM directory_version";

    private final Sql sql;
    private final Sessions sessions;
    private final SecretKeys secrets;

    BookReader(Sql sql, Sessions sessions, SecretKeys secrets) {
        this.sql = sql;
        this.sessions = sessions;
        this.secrets = secrets;
    }

    @Override
    public Uni<Position> position() {
        return sql.run(POSITION, Tuple.tuple())
                .map(rows -> position(rows.iterator().next()));
    }

    private static Position position(Row row) {
        return new Position(row.getLong("version"), row.getLong("epochs"));
    }

    @Override
    public Uni<Changes> changesAfter(long version) {
        return sessions.transaction((session, transaction) -> session.createNativeQuery(
                        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                .executeUpdate()
                .chain(() -> read(session, version)));
    }

    private Uni<Changes> read(StatelessSession session, long after) {
        Found found = new Found();
        return session.createNativeQuery("SELECT version FROM directory_version", Long.class)
                .getSingleResult()
                .invoke(version -> found.version = version)
                .chain(() -> epochs(session))
                .invoke(found.epochs::putAll)
                .chain(() -> changed(session, PortfolioRow.class, after))
                .invoke(rows -> found.portfolios = rows)
                .chain(() -> changed(session, SenderRow.class, after))
                .invoke(rows -> found.senders = rows)
                .chain(() -> changed(session, TemplateRow.class, after))
                .map(rows -> changes(found, rows));
    }

    private static Uni<Map<PortfolioId, Long>> epochs(StatelessSession session) {
        return session.createNativeQuery("SELECT portfolio, epoch FROM portfolio_epoch", Object[].class)
                .getResultList()
                .map(rows -> {
                    Map<PortfolioId, Long> epochs = new HashMap<>();
                    rows.forEach(row -> epochs.put(new PortfolioId((String) row[0]), (Long) row[1]));
                    return epochs;
                });
    }

    private static <T> Uni<List<T>> changed(StatelessSession session, Class<T> rows, long after) {
        return session.createQuery("from " + rows.getSimpleName() + " where version > :after", rows)
                .setParameter("after", after)
                .getResultList();
    }

    private Changes changes(Found found, List<TemplateRow> templates) {
        List<Sender> readable = new ArrayList<>();
        List<SenderId> unreadable = new ArrayList<>();
        found.senders.forEach(row -> secrets.open(row.id, row.token)
                .ifPresentOrElse(
                        token -> readable.add(sender(row, token)), () -> unreadable.add(new SenderId(row.id))));
        long epochs = found.epochs.values().stream().mapToLong(Long::longValue).sum();
        return new Changes(
                new Position(found.version, epochs),
                found.portfolios.stream()
                        .map(row -> portfolio(row, found.epochs))
                        .toList(),
                readable,
                unreadable,
                templates.stream().map(BookReader::template).toList(),
                found.epochs);
    }

    private static Portfolio portfolio(PortfolioRow row, Map<PortfolioId, Long> epochs) {
        PortfolioId id = new PortfolioId(row.id);
        return new Portfolio(id, new TenantId(row.tenant), row.messagingLimit, epochs.getOrDefault(id, 1L));
    }

    private static Sender sender(SenderRow row, String token) {
        return new Sender(
                new SenderId(row.id),
                new TenantId(row.tenant),
                new PortfolioId(row.portfolio),
                row.wabaId,
                row.displayPhoneNumber,
                URI.create(row.baseUrl),
                new AccessToken(token),
                row.throughput,
                Optional.ofNullable(row.dailyLimit),
                row.paused,
                row.webhooks);
    }

    static Template template(TemplateRow row) {
        return new Template(
                new TemplateKey(row.wabaId, row.name, row.language),
                Category.ofRank(row.category),
                TemplateStatus.valueOf(row.status),
                Optional.ofNullable(row.pausedUntil));
    }

    /** What one reading has found so far. */
    private static final class Found {
        private long version;
        private final Map<PortfolioId, Long> epochs = new HashMap<>();
        private List<PortfolioRow> portfolios = List.of();
        private List<SenderRow> senders = List.of();
    }
}
