package io.estafet.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.OptionalLong;

/** A whole number in any form that JSON allows: {@code 5000}, {@code 5000.0} and {@code 5e3} are the same. */
public final class WholeNumber {

    /** The most digits before the point that a {@code long} can have; a number with more is not even expanded. */
    private static final int MOST_DIGITS = 19;

    private WholeNumber() {}

    /** The number; empty for a fraction, for a number that does not fit, and for any other value. */
    public static OptionalLong of(JsonNode node) {
        return node.isNumber() ? of(node.decimalValue()) : OptionalLong.empty();
    }

    private static OptionalLong of(BigDecimal value) {
        if (value.signum() == 0) {
            return OptionalLong.of(0);
        }
        BigDecimal shortest = value.stripTrailingZeros();
        long digits = (long) shortest.precision() - shortest.scale();
        if (shortest.scale() > 0 || digits > MOST_DIGITS) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(shortest.longValueExact());
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }
}
