package io.estafet.message;

/**
 * A person within one portfolio: a phone number, a wa_id and a business-scoped user id of one person are one id. Dense
 * per portfolio (1, 2, 3, ...), so that a byte per person holds what they agreed to.
 */
public record PersonId(long value) {

    public PersonId {
        if (value < 1) {
            throw new IllegalArgumentException("person ids start at 1: " + value);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
