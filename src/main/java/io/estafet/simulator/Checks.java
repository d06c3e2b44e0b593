package io.estafet.simulator;

import org.jspecify.annotations.Nullable;

/** What the control API's records demand of their fields; a refusal names the field. */
final class Checks {
    private Checks() {}

    static void word(String field, @Nullable String value) {
        demand(value != null && !value.isBlank(), field + " must be a non-empty string");
    }

    static void atLeast(String field, double value, double least) {
        demand(value >= least, field + " must be at least " + least);
    }

    static void share(String field, double value) {
        demand(value >= 0 && value <= 1, field + " must be between 0 and 1");
    }

    static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
