package io.estafet.journal.postgres;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.classpath.ClassPathResource;

/**
 * Brings the schema up to date, over JDBC, once at start. Replicas that start together wait for each other (Flyway's
 * lock). Blocking: not for an event loop. The scripts are named here, because a scan of the class path does not see
 * into the packaged program's own class loader.
 */
public final class Migrations {

    /** The scripts in {@code db/migration}; a test compares the list with the directory. */
    static final List<String> SCRIPTS = List.of(
            "V0001__journal.sql",
            "V0002__people.sql",
            "V0003__directory.sql",
            "V0004__webhooks.sql",
            "V0005__list_places.sql",
            "V0006__lessons.sql",
            "V0007__paid_debts.sql",
            "V0008__template_bounds.sql",
            "V0009__webhook_progress.sql",
            "V0010__left_accounts.sql",
            "V0011__projection_outbox.sql");

    private static final Location DIRECTORY = Location.fromPath("classpath:", "db/migration");
    private static final String REACTIVE_PREFIX = "vertx-reactive:";

    private final String jdbcUrl;
    private final String user;
    private final String password;

    /** @param reactiveUrl as in {@code quarkus.datasource.reactive.url}; when there are several, the first is used */
    public Migrations(String reactiveUrl, String user, String password) {
        this.jdbcUrl = jdbcUrl(reactiveUrl);
        this.user = user;
        this.password = password;
    }

    /**
     * Applies the scripts that are missing.
     *
     * @return how many scripts were applied
     * @throws MigrationException when the database is away or refuses; safe to call again
     */
    public int migrate() {
        try {
            ClassLoader loader = Migrations.class.getClassLoader();
            return Flyway.configure(loader)
                    .dataSource(jdbcUrl, user, password)
                    .resourceProvider(new NamedScripts(loader))
                    .javaMigrationClassProvider(List::of)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException failure) {
            throw new MigrationException(jdbcUrl, failure);
        }
    }

    static String jdbcUrl(String reactiveUrl) {
        String first = reactiveUrl.split(",", 2)[0].trim();
        String plain = first.startsWith(REACTIVE_PREFIX) ? first.substring(REACTIVE_PREFIX.length()) : first;
        return "jdbc:" + plain.replaceFirst("^postgres:", "postgresql:");
    }

    /** The schema could not be brought up to date. */
    public static final class MigrationException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MigrationException(String jdbcUrl, Throwable cause) {
            // A URL may carry a password behind the question mark.
            super("the schema at " + jdbcUrl.split("\\?", 2)[0] + " could not be brought up to date", cause);
        }
    }

    private record NamedScripts(ClassLoader loader) implements ResourceProvider {

        @Override
        @SuppressWarnings("NullAway") // Flyway's contract: null when there is none.
        public LoadableResource getResource(String name) {
            return SCRIPTS.contains(name) ? resource(name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return SCRIPTS.stream()
                    .filter(name -> name.startsWith(prefix))
                    .map(this::resource)
                    .toList();
        }

        private LoadableResource resource(String name) {
            return new ClassPathResource(
                    DIRECTORY, DIRECTORY.getRootPath() + "/" + name, loader, StandardCharsets.UTF_8);
        }
    }
}
