package io.estafet.sender;

/** A bearer token of the WhatsApp API. Never printed. */
public record AccessToken(String value) {

    public AccessToken {
        if (value.isBlank() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("access token must be printable ASCII without spaces");
        }
    }

    @Override
    public String toString() {
        return "[token]";
    }
}
