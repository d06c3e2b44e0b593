package io.estafet.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Reads bodies whole, on the connection's event loop, within the bounds of {@link HttpConfig}. A known caller's
 * announced length is charged at once. A stranger's body is charged as it arrives; it is refused unread when its
 * announced length would not fit now. The charge is given back when the request is answered.
 */
@Singleton
public final class BodyReader {

    private final Vertx vertx;
    private final HttpConfig config;
    private final BodyMemory memory;
    private final HttpMeters meters;

    BodyReader(Vertx vertx, HttpConfig config, BodyMemory memory, HttpMeters meters) {
        this.vertx = vertx;
        this.config = config;
        this.memory = memory;
        this.meters = meters;
    }

    /**
     * Reads the body of a request that nobody has begun to read. Subscribe on the request's event loop.
     *
     * <p>Fails with a {@link io.estafet.problem.ProblemException}: 413 above the bound, 503 {@code busy} without
     * memory, 408 when the body comes too slowly, and 400 when the caller has gone.
     */
    public Uni<byte[]> read(RoutingContext context, BodyBound bound) {
        return Uni.createFrom().emitter(emitter -> {
            var charge = memory.open(new BodyMemory.Holder(bound.traffic(), bound.holder()));
            context.addEndHandler(ended -> charge.release());
            new BodyReading(context.request(), bound, charge, config, vertx, emitter, meters).start();
        });
    }
}
