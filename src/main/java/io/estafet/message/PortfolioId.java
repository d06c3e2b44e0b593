package io.estafet.message;

import java.util.regex.Pattern;

/** A business portfolio: the scope of the messaging limit, and the hash tag of all its Redis keys. */
public record PortfolioId(String value) implements Comparable<PortfolioId> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public PortfolioId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be 1 to 64 letters, digits, '-' or '_'");
        }
    }

    @Override
    public int compareTo(PortfolioId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
