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

/**
 * Bodies that are read piece by piece, as fast as their pieces are worked on. They have no largest size and no
 * deadline; their number is bounded, and so is the time that one may be silent. Thread-safe.
 */
@Singleton
public final class LineStreams {

    /** The code of RFC 9113 for a stream that is given up. */
    private static final long CANCEL = 8;

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
     * The pieces of the present request's body, with backpressure. Call it within the request.
     *
     * <p>Fails with a {@link io.estafet.problem.ProblemException}: 503 {@code busy} when as many are open as may be,
     * 408 below {@link HttpConfig#streamMinRate()}, 400 when the caller has gone.
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
        return MultiHelper.toMulti(stream)
                .onFailure()
                .invoke(failure -> meters.refused(traffic, stream.failure()))
                .onCancellation()
                .invoke(() -> cancelled(context, traffic))
                .onTermination()
                .invoke(() -> {
                    stream.close();
                    leave(tenant);
                })
                .onFailure()
                .recoverWithMulti(failure -> failed(context, stream.failure(), failure));
    }

    /** The framework may hear before the stream that the caller has gone. */
    private void cancelled(RoutingContext context, TrafficClass traffic) {
        if (context.response().closed()) {
            meters.refused(traffic, BodyFailure.ABORTED);
        }
    }

    /**
     * An answer that has begun cannot say what went wrong any more: it is cut off, so that nobody takes it for whole. A
     * stream that its caller has reset has nobody to answer. In both cases the framework would close the connection,
     * and with it the other streams of an HTTP/2 connection.
     */
    private static Multi<Buffer> failed(RoutingContext context, BodyFailure why, Throwable failure) {
        boolean http2 = RequestBody.isHttp2(context.request());
        boolean gone = http2 && why == BodyFailure.ABORTED;
        if (!gone && !context.response().headWritten()) {
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
