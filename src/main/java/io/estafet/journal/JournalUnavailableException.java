package io.estafet.journal;

import org.jspecify.annotations.Nullable;

/** Nothing was committed, because PostgreSQL is away, slow or overloaded. Try again later. */
public class JournalUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
