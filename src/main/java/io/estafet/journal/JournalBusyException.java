package io.estafet.journal;

import org.jspecify.annotations.Nullable;

/** Nothing was committed, because this replica or PostgreSQL, which is there, has too much to do. Come again later. */
public final class JournalBusyException extends JournalUnavailableException {

    private static final long serialVersionUID = 1L;

    public JournalBusyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
