package io.estafet.directory.postgres;

import io.estafet.directory.Registration;
import io.estafet.directory.TemplateDraft;
import io.estafet.template.TemplateKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which changes of a tenant's templates are within its bounds. The changes of one turn are asked for one after
 * the other: each allowed change leaves less for the next ones. What is already beyond a bound may change, but not
 * grow.
 */
final class TemplateAllowance {

    private final TenantBoundsConfig bounds;
    private final List<TemplateRow> changed = new ArrayList<>();
    private final List<TemplateRow> fresh = new ArrayList<>();
    private final Map<TemplateKey, Registration> refused = new LinkedHashMap<>();
    private long templates;
    private long bytes;
    private boolean isAnyNew;

    TemplateAllowance(TenantBoundsConfig bounds, Usage usage) {
        this.bounds = bounds;
        this.templates = usage.templates();
        this.bytes = usage.bytes();
    }

    /**
     * What a tenant has.
     *
     * @param bytes of the components of its templates
     * @param deleted templates that are remembered as deleted
     */
    record Usage(long templates, long bytes, long deleted) {}

    /** @param old the stored template with the same key, also when it is deleted */
    void ask(TemplateRow row, TemplateDraft draft, @Nullable KnownTemplate old) {
        Optional<Registration> obstacle = obstacle(row, old);
        if (obstacle.isPresent()) {
            refused.put(draft.template().key(), obstacle.get());
            return;
        }
        boolean isNew = isNew(row, old);
        templates += isNew ? 1 : 0;
        bytes += growth(row, old);
        isAnyNew |= isNew;
        (old == null ? fresh : changed).add(row);
    }

    private Optional<Registration> obstacle(TemplateRow row, @Nullable KnownTemplate old) {
        long growth = growth(row, old);
        if (growth > 0 && row.components.length > TemplateDraft.MAX_BYTES) {
            return Optional.of(Registration.TEMPLATE_TOO_LARGE);
        }
        if (isNew(row, old) && templates >= bounds.maxTemplates()) {
            return Optional.of(Registration.TOO_MANY_TEMPLATES);
        }
        return growth > 0 && bytes + growth > bounds.maxTemplateBytes()
                ? Optional.of(Registration.TOO_MANY_TEMPLATE_BYTES)
                : Optional.empty();
    }

    private static boolean isNew(TemplateRow row, @Nullable KnownTemplate old) {
        return old == null || old.deleted() || isAnothers(row, old);
    }

    /**
     * Whether the stored template belongs to an earlier holder of the account, who has no number in it any more. It
     * counts against the bounds of that tenant.
     */
    private static boolean isAnothers(TemplateRow row, KnownTemplate old) {
        return !old.tenant().equals(row.tenant);
    }

    private static long growth(TemplateRow row, @Nullable KnownTemplate old) {
        return row.components.length - (old == null || isAnothers(row, old) ? 0L : old.bytes());
    }

    /** Rows that replace stored ones. */
    List<TemplateRow> changed() {
        return changed;
    }

    /** Rows that are not stored yet. */
    List<TemplateRow> fresh() {
        return fresh;
    }

    /** All allowed rows. */
    List<TemplateRow> rows() {
        return Stream.concat(changed.stream(), fresh.stream()).toList();
    }

    boolean isAnyNew() {
        return isAnyNew;
    }

    Map<TemplateKey, Registration> refused() {
        return refused;
    }
}
