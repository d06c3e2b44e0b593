package io.estafet.postgres;

import org.jspecify.annotations.Nullable;

/**
 * There was no answer in time although PostgreSQL answers others: this replica or the server has too much to do. What
 * was asked for may have been done.
 */
public final class DatabaseBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseBusyException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
