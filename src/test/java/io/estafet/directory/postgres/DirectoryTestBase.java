package io.estafet.directory.postgres;

import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;
import io.estafet.postgres.TestDatabase;
import io.estafet.recipient.Address;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The directory on a real PostgreSQL, without the program around it. Each test has a portfolio of its own. */
abstract class DirectoryTestBase {

    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    static final Config PATIENT = new Config(Duration.ofSeconds(20), Duration.ofSeconds(30), 1_000);

    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

    static Pool pool;
    static DirectoryDatabase database;
    static SecretKeys secrets;

    final TenantId tenant = new TenantId(fresh("t"));
    final PortfolioId portfolio = new PortfolioId(fresh("p"));

    record Config(Duration deadline, Duration bulkDeadline, int knownPeople) implements DirectoryConfig {}

    private record Keys(Optional<String> key, String keyId, Map<String, String> oldKeys) implements SecretsConfig {}

    @BeforeAll
    static void connect() {
        pool = TestDatabase.get().pool(8);
        database = new DirectoryDatabase(pool, PATIENT);
        // As the program has it in other tests: it cannot start on a database with tokens that it cannot read.
        secrets = secrets("1", 0, Map.of());
    }

    @AfterAll
    static void disconnect() {
        pool.closeAndAwait();
    }

    /** Keys of which the current one consists of the given byte. */
    static SecretKeys secrets(String keyId, int fill, Map<String, String> old) {
        return new SecretKeys(new Keys(Optional.of(key(fill)), keyId, old));
    }

    static String key(int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String fresh(String prefix) {
        return prefix + Long.toString(NEXT.incrementAndGet(), 36);
    }

    static Address phone() {
        return Address.phone("+62" + (8_000_000_000L + NEXT.incrementAndGet() % 1_000_000_000L));
    }

    static PersonId person(long id) {
        return new PersonId(id);
    }

    static Template template(TemplateKey key, TemplateStatus status) {
        return new Template(key, Category.UTILITY, status, Optional.empty());
    }

    static List<Row> sql(String sql, Object... arguments) {
        return TestDatabase.sql(pool, sql, arguments).stream().toList();
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(TestDatabase.PATIENCE);
    }
}
