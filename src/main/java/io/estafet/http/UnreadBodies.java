package io.estafet.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ends a request that was answered before its body was read: a refusal must not make the server read a body to its end.
 * A small rest is read and dropped, so that the connection can be used again. Otherwise an HTTP/1.1 connection is
 * closed, and an HTTP/2 stream is reset.
 */
@Singleton
record UnreadBodies(Vertx vertx) {

    /** Before all routes. */
    private static final int FIRST = 10_000;

    /** Closing while bytes arrive destroys the answer on its way. The caller has this long to take it. */
    private static final long LINGER_MILLIS = 2_000;

    /**
     * A random time up to this is added, so that thousands of callers that were refused together do not all reconnect
     * at once.
     */
    private static final long SPREAD_MILLIS = 1_000;

    /** The most bytes that are read and dropped meanwhile. */
    private static final int LINGER_BYTES = 64 << 10;

    /** The error code of RFC 9113 (8.1) for an answer that did not need the whole request. */
    private static final long NO_ERROR = 0;

    private static final String STREAMED = "estafet.http.streamed";

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    watch(context);
                    context.next();
                },
                FIRST);
    }

    /**
     * Keeps the connection although the answer begins before the body was read: reading the body continues meanwhile.
     */
    static void markStreamed(RoutingContext context) {
        context.put(STREAMED, true);
    }

    /**
     * Ends the rest of the request when it is answered. When the caller has gone there is nothing to end, and the
     * reader of the body must still be told.
     */
    void watch(RoutingContext context) {
        context.addHeadersEndHandler(ready -> announceClose(context));
        context.addEndHandler(answered -> {
            if (answered.succeeded()) {
                end(context.request());
            }
        });
    }

    private static void announceClose(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean unread = !request.isEnded() && !RequestBody.isHttp2(request) && RequestBody.isAnnounced(request);
        if (unread && !isSmall(request) && context.get(STREAMED) == null) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private static boolean isSmall(HttpServerRequest request) {
        long length = RequestBody.length(request);
        return length > 0 && length <= LINGER_BYTES;
    }

    private void end(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        if (RequestBody.isHttp2(request)) {
            linger(request, () -> request.response().reset(NO_ERROR));
        } else if (RequestBody.isAnnounced(request)) {
            linger(request, () -> request.connection().close());
        }
    }

    /**
     * Reads and drops a small rest of the body.
     *
     * @param close ends the connection or the stream: after {@link #LINGER_MILLIS} and some of {@link #SPREAD_MILLIS},
     *     or when the body ends on an HTTP/1.1 connection whose close was announced
     */
    private void linger(HttpServerRequest request, Runnable close) {
        int[] left = {LINGER_BYTES};
        long delay = LINGER_MILLIS + ThreadLocalRandom.current().nextLong(SPREAD_MILLIS);
        long timer = vertx.setTimer(delay, late -> close.run());
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            if (!RequestBody.isHttp2(request) && !isSmall(request)) {
                close.run();
            }
        });
        request.handler(piece -> {
            left[0] -= piece.length();
            if (left[0] < 0) {
                request.pause();
            }
        });
        request.resume();
    }
}
