package io.estafet.directory.postgres;

import io.estafet.directory.BookSource;
import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.postgres.Database.Snapshot;
import io.estafet.postgres.Rows;
import io.estafet.sender.AccessToken;
import io.estafet.sender.Portfolio;
import io.estafet.sender.Sender;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reads changes for the books by plain statements. At the start it reads every template: a million of them takes a few
 * seconds. The components of templates stay in PostgreSQL.
 */
@Singleton
record BookReader(DirectoryDatabase database, SecretKeys secrets) implements BookSource {

    private static final Logger LOG = Logger.getLogger(BookReader.class);

    private static final String POSITION =
            "SELECT version, (SELECT coalesce(sum(epoch), 0)::bigint FROM portfolio_epoch) AS epochs"
                    + " FROM directory_version";

    private static final String EPOCHS = "SELECT portfolio, epoch FROM portfolio_epoch";

    private static final String PORTFOLIOS = "SELECT id, tenant, messaging_limit FROM portfolio WHERE version > $1";

    private static final String SENDERS = """
            SELECT id, tenant, portfolio, waba_id, display_phone_number, base_url, token, throughput, daily_limit,
                   paused, webhooks
              FROM sender WHERE version > $1""";

    private static final String TEMPLATES = """
            SELECT waba_id, name, language, category, status, paused_until, deleted FROM template WHERE version > $1""";

    @Override
    public Uni<Position> position() {
        return Rows.only(database.run(POSITION, Tuple.tuple()), BookReader::position);
    }

    private static Position position(Row row) {
        return new Position(row.getLong("version"), row.getLong("epochs"));
    }

    @Override
    public Uni<Changes> changesAfter(long version, TemplateSink templates) {
        Tuple after = Tuple.of(version);
        return database.snapshot(view -> {
            Found found = new Found();
            return Rows.only(view.read(POSITION, Tuple.tuple()), BookReader::position)
                    .call(() -> view.read(EPOCHS, Tuple.tuple()).invoke(found::addEpochs))
                    .call(() -> view.read(PORTFOLIOS, after).invoke(found::addPortfolios))
                    .call(() -> view.read(SENDERS, after).invoke(rows -> rows.forEach(row -> addSender(found, row))))
                    .call(() -> templates(view, after, templates))
                    .map(found::changes);
        });
    }

    private static Uni<Void> templates(Snapshot view, Tuple after, TemplateSink templates) {
        return view.scan(TEMPLATES, after, row -> {
            TemplateKey key =
                    new TemplateKey(row.getString("waba_id"), row.getString("name"), row.getString("language"));
            if (row.getBoolean("deleted")) {
                templates.remove(key);
            } else {
                templates.put(template(key, row));
            }
        });
    }

    /** Reads a template from the columns {@code category}, {@code status} and {@code paused_until}. */
    static Template template(TemplateKey key, Row row) {
        return new Template(
                key,
                Category.ofRank(row.getShort("category")),
                TemplateStatus.valueOf(row.getString("status")),
                Rows.optionalTime(row, "paused_until"));
    }

    private void addSender(Found found, Row row) {
        String id = row.getString("id");
        secrets.open(id, row.getBuffer("token").getBytes())
                .ifPresentOrElse(
                        token -> sender(row, token).ifPresent(found.readable::add),
                        () -> found.unreadable.add(new SenderId(id)));
    }

    /**
     * Empty for a row that breaks the rules of a number, which only SQL by hand can write: no other number is left out.
     */
    private static Optional<Sender> sender(Row row, String token) {
        try {
            return Optional.of(new Sender(
                    new SenderId(row.getString("id")),
                    new TenantId(row.getString("tenant")),
                    new PortfolioId(row.getString("portfolio")),
                    row.getString("waba_id"),
                    row.getString("display_phone_number"),
                    SenderRow.url(row.getString("base_url")),
                    new AccessToken(token),
                    row.getInteger("throughput"),
                    Optional.ofNullable(row.getLong("daily_limit")),
                    row.getBoolean("paused"),
                    row.getBoolean("webhooks")));
        } catch (IllegalArgumentException broken) {
            LOG.errorf("number %s is left out, it cannot be read: %s", row.getString("id"), broken.getMessage());
            return Optional.empty();
        }
    }

    /** What one read has found so far. */
    private static final class Found {

        private final Map<PortfolioId, Long> epochs = new HashMap<>();
        private final List<Portfolio> portfolios = new ArrayList<>();
        private final List<Sender> readable = new ArrayList<>();
        private final List<SenderId> unreadable = new ArrayList<>();

        void addEpochs(RowSet<Row> rows) {
            rows.forEach(row -> epochs.put(new PortfolioId(row.getString("portfolio")), row.getLong("epoch")));
        }

        void addPortfolios(RowSet<Row> rows) {
            rows.forEach(row -> {
                PortfolioId id = new PortfolioId(row.getString("id"));
                TenantId tenant = new TenantId(row.getString("tenant"));
                portfolios.add(new Portfolio(id, tenant, row.getLong("messaging_limit"), epochs.getOrDefault(id, 1L)));
            });
        }

        Changes changes(Position asOf) {
            return new Changes(asOf, portfolios, readable, unreadable, epochs);
        }
    }
}
