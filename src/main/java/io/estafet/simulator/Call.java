package io.estafet.simulator;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request to {@code /messages} or {@code /marketing_messages}.
 *
 * @param number null when the books do not hold it
 * @param marketing whether it came to {@code /marketing_messages}
 * @param arrivalNanos monotonic time at which its head arrived
 * @param atMillis simulated time at which it was judged
 */
record Call(
        HttpServerRequest http,
        String numberId,
        @Nullable BusinessNumber number,
        SendRequest request,
        boolean marketing,
        long arrivalNanos,
        long atMillis) {}
