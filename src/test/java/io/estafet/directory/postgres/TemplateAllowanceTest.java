package io.estafet.directory.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.directory.Registration;
import io.estafet.directory.TemplateDraft;
import io.estafet.directory.postgres.TemplateAllowance.Usage;
import io.estafet.message.Category;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bounds: three templates and a hundred bytes. */
class TemplateAllowanceTest {

    private static final String TENANT = "shop";

    private record Bounds(int maxPortfolios, int maxSenders, int maxTemplates, long maxTemplateBytes)
            implements TenantBoundsConfig {}

    private static TemplateAllowance allowance(long templates, long bytes) {
        return new TemplateAllowance(new Bounds(1, 1, 3, 100), new Usage(templates, bytes, 0));
    }

    @Test
    void eachAllowedTemplateLeavesLessForTheNext() {
        TemplateAllowance allowance = allowance(1, 0);

        ask(allowance, "a", 10, null);
        ask(allowance, "b", 10, null);
        ask(allowance, "c", 10, null);

        assertThat(allowance.fresh()).extracting(row -> row.name).containsExactly("a", "b");
        assertThat(allowance.refused()).containsOnlyKeys(key("c")).containsValue(Registration.TOO_MANY_TEMPLATES);
        assertThat(allowance.isAnyNew()).isTrue();
    }

    @Test
    void bytesAreCountedByWhatGrows() {
        TemplateAllowance allowance = allowance(2, 90);

        ask(allowance, "grows", 21, known(TENANT, false, 10));
        ask(allowance, "shrinks", 5, known(TENANT, false, 10));
        ask(allowance, "fits", 25, known(TENANT, false, 10));

        assertThat(allowance.changed()).extracting(row -> row.name).containsExactly("shrinks", "fits");
        assertThat(allowance.refused()).containsEntry(key("grows"), Registration.TOO_MANY_TEMPLATE_BYTES);
        assertThat(allowance.isAnyNew()).isFalse();
    }

    @Test
    void whatIsBeyondABoundMayChangeButNotGrow() {
        TemplateAllowance allowance = allowance(9, 900);

        ask(allowance, "same", 10, known(TENANT, false, 10));
        ask(allowance, "more", 11, known(TENANT, false, 10));

        assertThat(allowance.rows()).extracting(row -> row.name).containsExactly("same");
        assertThat(allowance.refused()).containsOnlyKeys(key("more"));
    }

    @Test
    void aTemplateThatWasDeletedOrIsAnothersCountsAsNew() {
        TemplateAllowance allowance = allowance(1, 0);

        ask(allowance, "deleted", 10, known(TENANT, true, 0));
        ask(allowance, "another's", 10, known("earlier holder", false, 10));
        ask(allowance, "third", 1, known("earlier holder", false, 10));

        assertThat(allowance.changed()).extracting(row -> row.name).containsExactly("deleted", "another's");
        assertThat(allowance.refused()).containsEntry(key("third"), Registration.TOO_MANY_TEMPLATES);
    }

    @Test
    void noTemplateIsLargerThanWhatsAppsLargest() {
        TemplateAllowance allowance = new TemplateAllowance(new Bounds(1, 1, 3, 1 << 30), new Usage(0, 0, 0));

        ask(allowance, "large", TemplateDraft.MAX_BYTES + 1, null);
        ask(allowance, "largest", TemplateDraft.MAX_BYTES, null);

        assertThat(allowance.refused())
                .containsExactly(java.util.Map.entry(key("large"), Registration.TEMPLATE_TOO_LARGE));
    }

    private static void ask(TemplateAllowance allowance, String name, int bytes, @Nullable KnownTemplate old) {
        TemplateRow row = new TemplateRow();
        row.name = name;
        row.tenant = TENANT;
        row.components = new byte[bytes];
        Template template = new Template(key(name), Category.UTILITY, TemplateStatus.APPROVED, Optional.empty());
        allowance.ask(row, new TemplateDraft(template, row.components), old);
    }

    private static KnownTemplate known(String tenant, boolean deleted, int bytes) {
        return new KnownTemplate("name", "en", tenant, "APPROVED", null, 0, deleted, bytes);
    }

    private static TemplateKey key(String name) {
        return new TemplateKey("1", name.replaceAll("[^a-z]", ""), "en");
    }
}
