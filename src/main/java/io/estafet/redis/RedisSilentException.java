package io.estafet.redis;

import java.util.concurrent.TimeoutException;

/** Redis did not answer within the deadline. The command may or may not have been executed. */
public final class RedisSilentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisSilentException(long deadlineMillis) {
        super("no answer from Redis within " + deadlineMillis + " ms", new TimeoutException(), false, false);
    }
}
