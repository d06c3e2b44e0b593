package io.estafet.postgres;

import org.jspecify.annotations.Nullable;

/** PostgreSQL did not answer within the deadline. A single statement may have been executed, a transaction was not. */
public final class DatabaseAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseAwayException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
