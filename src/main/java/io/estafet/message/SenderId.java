package io.estafet.message;

import java.util.regex.Pattern;

/** A business phone number's id (WhatsApp's {@code phone_number_id}). */
public record SenderId(String value) implements Comparable<SenderId> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public SenderId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be 1 to 64 letters, digits, '-' or '_'");
        }
    }

    @Override
    public int compareTo(SenderId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
