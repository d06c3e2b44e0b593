package io.estafet.journal;

import org.jspecify.annotations.Nullable;

/**
 * Nothing was committed, because this replica, or a PostgreSQL that is not away, has too much to do. Try again later.
 */
public final class JournalBusyException extends JournalUnavailableException {

    private static final long serialVersionUID = 1L;

    public JournalBusyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
