package io.estafet.message;

/**
 * A person within one portfolio. The phone number, the wa_id and the business-scoped user id of one person lead to one
 * id. Ids are dense within a portfolio (1, 2, 3, ...), so that its consents are a string with one byte per person.
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
