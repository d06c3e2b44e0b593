package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.testing.Replica;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A directory that is much larger than a replica's memory, or has very many templates, keeps none from starting. The
 * figures, on a quiet machine: {@code -Destafet.start.seconds=10 -Destafet.start.templates=1000000
 * -Destafet.start.heap=256m}.
 */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class LargeDirectoryIT {

    private static final Duration START = Duration.ofSeconds(Integer.getInteger("estafet.start.seconds", 30));
    private static final int TEMPLATES = Integer.getInteger("estafet.start.templates", 300_000);
    private static final String HEAP = System.getProperty("estafet.start.heap", "160m");
    private static final String TENANT = "large";

    /** Of version 0: those who run already know of no change. */
    private static final String STORE =
            "INSERT INTO template (waba_id, name, language, tenant, category, status, components, version)"
                    + " SELECT 'large-' || mod(n, 100), 'template_with_a_usual_name_' || n, 'en_US', ?, 2, 'APPROVED',"
                    + " %s, 0 FROM generate_series(1, ?) n";

    @AfterEach
    void clean() {
        Statements.execute("DELETE FROM template WHERE tenant = ?", TENANT);
    }

    @Test
    void startsWithTemplatesThatAreLargerThanItsMemory() {
        // Given 257 MB, which do not compress: the same megabyte in each
        String words = "(SELECT convert_to(string_agg(md5(random()::text || i), ''), 'UTF8')"
                + " FROM generate_series(1, 31250) i)";
        Statements.execute(STORE.formatted(words), TENANT, 257);

        // When, Then
        startsWithin("large-words", "256m");
    }

    @Test
    void startsWithHundredsOfThousandsOfTemplates() {
        Statements.execute(STORE.formatted("'[]'"), TENANT, TEMPLATES);

        startsWithin("large-count", HEAP);
    }

    private static void startsWithin(String name, String heap) {
        long began = System.nanoTime();
        try (Replica replica = Replica.start(name, heap, Map.of("estafet.dispatch.enabled", "false"))) {
            replica.awaitReady();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            System.out.printf("%s: ready %d ms after its launch, heap of %s%n", name, took.toMillis(), heap);
            assertThat(took).isLessThan(START);
            assertThat(replica.output()).doesNotContain("OutOfMemory");
        }
    }
}
