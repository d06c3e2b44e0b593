package io.estafet.directory.postgres;

import io.estafet.directory.Registry;
import io.estafet.directory.Registry.TemplatePage;
import io.estafet.directory.TemplateDraft;
import io.estafet.message.TenantId;
import io.estafet.postgres.Rows;
import io.estafet.template.TemplateKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads templates with their components, for callers who ask for them. */
@Singleton
record TemplateReader(DirectoryDatabase database) {

    private static final String FIND = """
            SELECT name, language, category, status, paused_until, components FROM template
             WHERE waba_id = $1 AND name = $2 AND language = $3 AND tenant = $4 AND NOT deleted""";

    /** PostgreSQL knows the sizes without reading the components: those beyond the page's last byte are not read. */
    private static final String PAGE = """
            SELECT name, language, category, status, paused_until, components, found
              FROM (SELECT *, octet_length(components) AS size, count(*) OVER () AS found,
                           sum(octet_length(components)) OVER (ORDER BY name, language) AS total
                      FROM (SELECT name, language, category, status, paused_until, components FROM template
                             WHERE waba_id = $1 AND tenant = $2 AND NOT deleted AND (name, language) > ($3, $4)
                             ORDER BY name, language LIMIT $5) AS following) AS sized
             WHERE total <= $6 OR total = size ORDER BY name, language""";

    Uni<Optional<TemplateDraft>> find(TemplateKey key, TenantId tenant) {
        Tuple arguments = Tuple.of(key.wabaId(), key.name(), key.language(), tenant.value());
        return Rows.first(database.run(FIND, arguments), row -> draft(key.wabaId(), row));
    }

    Uni<TemplatePage> page(String wabaId, TenantId tenant, String name, String language, int limit) {
        Tuple arguments = Tuple.of(wabaId, tenant.value(), name, language, limit + 1, (long) Registry.PAGE_BYTES);
        return database.runBulk(PAGE, arguments).map(rows -> page(wabaId, rows, limit));
    }

    private static TemplatePage page(String wabaId, RowSet<Row> rows, int limit) {
        List<TemplateDraft> page =
                rows.stream().limit(limit).map(row -> draft(wabaId, row)).toList();
        long found = page.isEmpty() ? 0 : rows.iterator().next().getLong("found");
        return new TemplatePage(page, page.size() < found);
    }

    private static TemplateDraft draft(String wabaId, Row row) {
        TemplateKey key = new TemplateKey(wabaId, row.getString("name"), row.getString("language"));
        return new TemplateDraft(
                BookReader.template(key, row), row.getBuffer("components").getBytes());
    }
}
