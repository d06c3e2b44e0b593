package io.estafet.reactive;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the callers of a port are told that it failed for lack of time.
 *
 * @param busy nothing was done: this replica, or a server that is there, has too much to do
 * @param away nothing was done: the server does not answer
 * @param unclear it may have been done: its answer was lost
 */
public record TimeoutFailures(
        BiFunction<String, @Nullable Throwable, RuntimeException> busy,
        BiFunction<String, @Nullable Throwable, RuntimeException> away,
        Function<Throwable, RuntimeException> unclear) {

    /**
     * There was no answer in time.
     *
     * @param isThere whether others were answered meanwhile: then the server is not away
     */
    public RuntimeException late(boolean isThere, String server, Duration limit) {
        Throwable timeout = timeout(server, limit);
        return (isThere ? busy : away).apply(timeout.getMessage(), timeout);
    }

    /** There was no answer in time to something that may have been done. */
    public RuntimeException unclear(String server, Duration limit) {
        return unclear.apply(timeout(server, limit));
    }

    private static Throwable timeout(String server, Duration limit) {
        return new TimeoutException("no answer from " + server + " within " + limit.toMillis() + " ms");
    }
}
