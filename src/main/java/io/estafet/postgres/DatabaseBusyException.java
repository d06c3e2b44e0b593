package io.estafet.postgres;

import org.jspecify.annotations.Nullable;

/**
 * There was no answer in time although PostgreSQL answers others, because this replica or the server has too much to
 * do; or the answer of a commit was lost. What was asked for may have been done.
 */
public final class DatabaseBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseBusyException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
