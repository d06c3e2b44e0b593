package io.estafet.inbound.postgres;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** PostgreSQL did not answer within the deadline; the statement may or may not have been executed. */
public final class PayloadsAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PayloadsAwayException(Duration deadline) {
        super("no answer from PostgreSQL within " + deadline.toMillis() + " ms", new TimeoutException(), false, false);
    }
}
