package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The checks of the fields in the control API's records. A refusal names the field. */
final class Checks {
    private static final int MOST_CHARACTERS = 512;
    /** The longest wait that can be set: one day. What is to happen later is better requested later. */
    private static final double LONGEST_MILLIS = 86_400_000;

    private Checks() {}

    static void word(String field, @Nullable String value) {
        demand(value != null && !value.isBlank(), field + " must be a non-empty string");
        demand(value == null || value.length() <= MOST_CHARACTERS, field + " is longer than " + MOST_CHARACTERS);
    }

    static void atLeast(String field, double value, double least) {
        demand(value >= least, field + " must be at least " + least);
    }

    static void between(String field, double value, double least, double most) {
        demand(value >= least && value <= most, field + " must be between " + (long) least + " and " + (long) most);
    }

    static void millis(String field, double millis) {
        between(field, millis, 0, LONGEST_MILLIS);
    }

    /** Bounds a JSON value by its size as {@link Json} writes it. */
    static void size(String field, @Nullable JsonNode value, int mostBytes) {
        demand(
                value == null || Json.bytes(value).length <= mostBytes,
                field + " is larger than " + mostBytes + " bytes");
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
