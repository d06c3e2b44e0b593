package io.estafet.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One event. Which fields it uses depends on {@code type}, see {@code docs/simulator.md}. */
record EventSpec(
        Kind type,
        @Nullable String phoneNumberId,
        @Nullable String wabaId,
        @Nullable String portfolio,
        @Nullable String name,
        @Nullable String language,
        @Nullable String event,
        @Nullable String reason,
        @Nullable String person,
        @Nullable String field,
        @Nullable String previous,
        @Nullable Integer code,
        @Nullable Integer throughput,
        @Nullable Long maintenanceMillis,
        @Nullable JsonNode value) {
    private static final int MOST_BYTES = 64 * 1024;

    EventSpec {
        Checks.demand(type != null, "type is required");
        Checks.millis("maintenanceMillis", maintenanceMillis == null ? 0 : (double) maintenanceMillis);
        Checks.size("value", value, MOST_BYTES);
    }

    @Override
    public String toString() {
        return "EventSpec[" + type + "]";
    }

    /** The kinds of {@code POST /events}. */
    enum Kind {
        @JsonProperty("quality")
        QUALITY,
        @JsonProperty("limit")
        LIMIT,
        @JsonProperty("template")
        TEMPLATE,
        @JsonProperty("template-quality")
        TEMPLATE_QUALITY,
        @JsonProperty("template-category")
        TEMPLATE_CATEGORY,
        @JsonProperty("preference")
        PREFERENCE,
        @JsonProperty("account-error")
        ACCOUNT_ERROR,
        @JsonProperty("raw")
        RAW
    }
}
