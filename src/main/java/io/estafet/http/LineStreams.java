package io.estafet.http;

import io.estafet.access.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bodies that are read piece by piece, as fast as their pieces are processed. They have no largest size and no
 * deadline. Their number is bounded, and so is the time for which one may be silent. Thread-safe.
 */
@Singleton
public final class LineStreams {

    /** The error code of RFC 9113 for a stream that is given up. */
    private static final long CANCEL = 8;

    private static final long UNTIL_CLOSED_MILLIS = 100;

    private final Vertx vertx;
    private final HttpConfig config;
    private final Caller caller;
    private final HttpMeters meters;
    private final Map<String, Integer> open = new HashMap<>();
    private int openTotal;

    LineStreams(Vertx vertx, HttpConfig config, Caller caller, HttpMeters meters) {
        this.vertx = vertx;
        this.config = config;
        this.caller = caller;
        this.meters = meters;
    }

    /**
     * The pieces of the current request's body, with backpressure. Call it within the request.
     *
     * <p>Fails with a {@link io.estafet.problem.ProblemException}: 503 {@code busy} when the largest number of streams
     * is open, 408 below {@link HttpConfig#streamMinRate()}, 400 when the caller has gone.
     */
    public Multi<Buffer> read(RoutingContext context, TrafficClass traffic) {
        String tenant = caller.tenant().value();
        return Multi.createFrom().deferred(() -> enter(tenant) ? pieces(context, traffic, tenant) : full(traffic));
    }

    private Multi<Buffer> pieces(RoutingContext context, TrafficClass traffic, String tenant) {
        UnreadBodies.markStreamed(context);
        RequestBody.sendContinue(context.request());
        WatchedStream stream = new WatchedStream(
                context.request(),
                vertx,
                config.streamMinRate(),
                config.writeDeadline().toSeconds());
        AtomicBoolean counted = new AtomicBoolean();
        return MultiHelper.toMulti(stream)
                .onFailure()
                .invoke(failure -> count(traffic, stream.failure(), counted))
                .onCancellation()
                .invoke(() -> vertx.setTimer(UNTIL_CLOSED_MILLIS, timer -> countGone(context, traffic, counted)))
                .onTermination()
                .invoke(() -> {
                    stream.close();
                    leave(tenant);
                })
                .onFailure()
                .recoverWithMulti(failure -> failed(context, stream.failure(), failure));
    }

    /**
     * Counts a stream whose caller has gone. The framework cancels a stream when a write fails or the connection ends,
     * perhaps before the body's reader is told. The response is closed a moment after the write has failed. A response
     * that has ended as it should is closed, too.
     */
    private void countGone(RoutingContext context, TrafficClass traffic, AtomicBoolean counted) {
        if (context.response().closed() && !context.response().ended()) {
            count(traffic, BodyFailure.ABORTED, counted);
        }
    }

    /**
     * Counts a stream once, although the body's reader and the answer's writer may both notice that the caller has
     * gone.
     */
    private void count(TrafficClass traffic, BodyFailure why, AtomicBoolean counted) {
        if (counted.compareAndSet(false, true)) {
            meters.refused(traffic, why);
        }
    }

    /**
     * Decides how a failure ends the answer. An answer that has begun can no longer say what went wrong: it is cut off,
     * so that nobody takes it for complete. An HTTP/2 stream that its caller has reset has nobody to answer. In both
     * cases the framework could close the connection, and with it the other streams of an HTTP/2 connection.
     */
    private static Multi<Buffer> failed(RoutingContext context, BodyFailure why, Throwable failure) {
        boolean http2 = RequestBody.isHttp2(context.request());
        if (http2 && why == BodyFailure.ABORTED) {
            return Multi.createFrom().nothing();
        }
        if (!context.response().headWritten()) {
            return Multi.createFrom().failure(failure);
        }
        if (http2) {
            context.response().reset(CANCEL);
        } else {
            context.request().connection().close();
        }
        return Multi.createFrom().nothing();
    }

    private Multi<Buffer> full(TrafficClass traffic) {
        meters.refused(traffic, BodyFailure.BUSY);
        return Multi.createFrom().failure(BodyFailure.BUSY.problem("too many streams are open"));
    }

    private synchronized boolean enter(String tenant) {
        int ofTenant = open.getOrDefault(tenant, 0);
        if (openTotal >= config.streams() || ofTenant >= config.streamsPerTenant()) {
            return false;
        }
        openTotal++;
        open.put(tenant, ofTenant + 1);
        return true;
    }

    private synchronized void leave(String tenant) {
        openTotal--;
        open.computeIfPresent(tenant, (key, count) -> count == 1 ? null : count - 1);
    }
}
