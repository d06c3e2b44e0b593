package io.estafet.directory;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * There was no answer within the deadline although PostgreSQL answers others: this replica has too much to do. The
 * requested work may or may not have been done.
 */
public final class DirectoryBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DirectoryBusyException(Duration deadline) {
        super("too much to do for " + deadline.toMillis() + " ms", new TimeoutException(), false, false);
    }
}
