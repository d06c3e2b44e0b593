package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message template as the platform keeps it. */
final class SimulatedTemplate {
    static final Set<String> STATUSES = Set.of(
            "APPROVED",
            "PENDING",
            "REJECTED",
            "PAUSED",
            "DISABLED",
            "IN_APPEAL",
            "PENDING_DELETION",
            "DELETED",
            "LIMIT_EXCEEDED",
            "ARCHIVED");
    static final Set<String> CATEGORIES = Set.of("AUTHENTICATION", "UTILITY", "MARKETING");

    private static final int MOST_BYTES = 32 * 1024;
    private static final int MOST_PARAMETERS = 1_000;

    private final TemplateSpec spec;
    private final TemplateShape shape;
    private String status;
    private boolean wasApproved;
    private long changedAtNanos;

    /**
     * As {@code PUT /templates} gives it. The number of parameters is read from the components' texts; a template
     * without components may state {@code parameterCount}, the parameters of its body.
     */
    record TemplateSpec(
            String wabaId,
            String name,
            String language,
            String category,
            String status,
            @Nullable JsonNode components,
            @Nullable Integer parameterCount) {
        static final Map<String, Object> DEFAULTS = Map.of("category", "UTILITY", "status", "APPROVED");

        TemplateSpec {
            Checks.word("wabaId", wabaId);
            Checks.word("name", name);
            Checks.word("language", language);
            Checks.word("category", category);
            Checks.word("status", status);
            category = category.toUpperCase(Locale.ROOT);
            status = status.toUpperCase(Locale.ROOT);
            Checks.demand(CATEGORIES.contains(category), "category must be one of " + CATEGORIES);
            Checks.demand(STATUSES.contains(status), "status must be one of " + STATUSES);
            Checks.demand(
                    components == null || components.isNull() || components.isArray(), "components must be an array");
            Checks.size("components", components, MOST_BYTES);
            Checks.between("parameterCount", parameterCount == null ? 0 : parameterCount, 0, MOST_PARAMETERS);
        }
    }

    /** Identifies a template. Languages are compared in the form {@code en_US}. */
    record Key(String wabaId, String name, String language) {
        Key {
            language = language.replace('-', '_');
        }

        static Key of(TemplateSpec spec) {
            return new Key(spec.wabaId(), spec.name(), spec.language());
        }
    }

    SimulatedTemplate(TemplateSpec spec) {
        this.spec = spec;
        this.status = spec.status();
        this.shape = TemplateShape.of(spec);
    }

    TemplateSpec spec() {
        return spec;
    }

    Key key() {
        return Key.of(spec);
    }

    TemplateShape shape() {
        return shape;
    }

    String status() {
        return status;
    }

    boolean marketing() {
        return spec.category().equals("MARKETING");
    }

    void status(String newStatus, long nowNanos) {
        if (!newStatus.equals(status)) {
            wasApproved = status.equals("APPROVED");
            status = newStatus;
            changedAtNanos = nowNanos;
        }
    }

    /** Whether the template was approved so recently that the client may not know of the change yet. */
    boolean justLost(long nowNanos, long graceNanos) {
        return wasApproved && nowNanos - changedAtNanos < graceNanos;
    }

    /** The id is not stored: it follows from the key, so it is the same in each run. It fits a JSON integer. */
    long id() {
        return (key().hashCode() & 0xffffffffL) + 1_000_000_000L;
    }
}
