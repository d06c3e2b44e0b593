package io.estafet.redis;

import java.util.concurrent.TimeoutException;

/**
 * A command was not answered within the deadline although Redis answers others: it waited for a connection or for this
 * replica. It may or may not have been executed.
 */
public final class RedisBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisBusyException(long deadlineMillis) {
        super("too many commands for " + deadlineMillis + " ms", new TimeoutException(), false, false);
    }
}
