package io.estafet.journal;

import org.jspecify.annotations.Nullable;

/** Nothing was committed, because PostgreSQL is away, slow or has too much to do: come again later. */
public class JournalUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
