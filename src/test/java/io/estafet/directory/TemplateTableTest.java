package io.estafet.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TemplateTableTest {

    private static final Instant END = Instant.parse("2026-11-29T10:00:00.123456Z");

    private final TemplateTable table = new TemplateTable();

    @Test
    void tellsEverythingOfATemplate() {
        for (TemplateStatus status : TemplateStatus.values()) {
            for (Category category : List.of(Category.AUTHENTICATION, Category.UTILITY, Category.MARKETING)) {
                Template template =
                        new Template(key(status.name().toLowerCase(java.util.Locale.ROOT)), category, status);
                table.put(template);
                assertThat(table.find(template.key())).contains(template);
            }
        }
        assertThat(table.size()).isEqualTo(TemplateStatus.values().length);
    }

    @Test
    void theEndOfAPauseComesAndGoes() {
        Template paused = new Template(key("a"), Category.UTILITY, TemplateStatus.PAUSED, Optional.of(END));
        Template approved = new Template(key("a"), Category.UTILITY, TemplateStatus.APPROVED);

        table.put(paused);
        assertThat(table.find(key("a"))).contains(paused);
        table.put(approved);
        assertThat(table.find(key("a"))).contains(approved);
        table.put(paused);
        assertThat(table.find(key("a"))).contains(paused);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void accountNameAndLanguageAllCount() {
        table.put(new Template(key("ab"), Category.UTILITY, TemplateStatus.APPROVED));

        assertThat(table.find(new TemplateKey("other", "ab", "en"))).isEmpty();
        assertThat(table.find(new TemplateKey("w", "a", "en"))).isEmpty();
        assertThat(table.find(new TemplateKey("w", "ab", "en_US"))).isEmpty();
        table.remove(new TemplateKey("other", "ab", "en"));
        assertThat(table.find(key("ab"))).isPresent();
    }

    @Test
    void isAMapThroughAnyChanges() {
        Random random = new Random(7);
        Map<TemplateKey, Template> expected = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            TemplateKey key = new TemplateKey("w" + random.nextInt(5), "n" + random.nextInt(6_000), "en");
            if (random.nextInt(3) == 0) {
                table.remove(key);
                expected.remove(key);
            } else {
                Template template = new Template(key, Category.MARKETING, TemplateStatus.values()[random.nextInt(5)]);
                table.put(template);
                expected.put(key, template);
            }
        }

        assertThat(table.size()).isEqualTo(expected.size());
        expected.forEach((key, template) -> assertThat(table.find(key)).contains(template));
        assertThat(expected.keySet().stream().filter(key -> table.find(key).isEmpty()))
                .isEmpty();
        assertThat(table.find(new TemplateKey("w1", "n6001", "en"))).isEmpty();
    }

    /** Its neighbours come and go meanwhile, so that slots are given up and the table is laid out anew. */
    @Test
    void aReaderSeesATemplateAsItWasOrAsItIsWhileItChanges() {
        Template paused = new Template(key("a"), Category.MARKETING, TemplateStatus.PAUSED, Optional.of(END));
        Template approved = new Template(key("a"), Category.UTILITY, TemplateStatus.APPROVED);
        AtomicBoolean written = new AtomicBoolean();
        CompletableFuture<Set<Optional<Template>>> reader = CompletableFuture.supplyAsync(() -> {
            Set<Optional<Template>> seen = new HashSet<>();
            while (!written.get()) {
                seen.add(table.find(key("a")));
            }
            return seen;
        });

        for (int i = 0; i < 200_000; i++) {
            table.put(paused);
            table.put(approved);
            table.remove(key("a"));
            table.put(new Template(key("n" + i % 700), Category.UTILITY, TemplateStatus.REJECTED));
            table.remove(key("n" + (i + 350) % 700));
        }
        written.set(true);

        assertThat(reader.join()).isSubsetOf(Optional.empty(), Optional.of(paused), Optional.of(approved));
    }

    private static TemplateKey key(String name) {
        return new TemplateKey("w", name, "en");
    }
}
