package io.estafet.directory.postgres;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** PostgreSQL did not answer within the deadline. The requested work may or may not have been done. */
public final class DirectoryAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DirectoryAwayException(Duration deadline) {
        super("no answer from PostgreSQL within " + deadline.toMillis() + " ms", new TimeoutException(), false, false);
    }
}
