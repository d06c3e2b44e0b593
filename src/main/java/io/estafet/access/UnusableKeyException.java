package io.estafet.access;

import org.jspecify.annotations.Nullable;

/** A tenant's entry in the settings is not the hash of a key. The message is for the person who starts the program. */
public final class UnusableKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableKeyException(String tenant, @Nullable Throwable cause) {
        super(
                "estafet.api.keys." + tenant + " is not a SHA-256 in hex: take that of the key, not the key itself"
                        + " (printf %s 'the key' | sha256sum)",
                cause);
    }
}
