package io.estafet.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Reports each request to the handlers that watch its connection, and adds them where they are missing. */
@Singleton
final class Connections {

    /** Before all routes, so that no request is missed. */
    private static final int FIRST = 20_000;

    /** The name of Vert.x' own handler in a pipeline. */
    private static final String VERTX_HANDLER = "handler";

    void register(@Observes Filters filters) {
        filters.register(Connections::watch, FIRST);
    }

    private static void watch(RoutingContext context) {
        HttpServerRequest request = context.request();
        Channel channel = ((ConnectionBase) request.connection()).channel();
        boolean http2 = RequestBody.isHttp2(request);
        if (http2) {
            keepOtherStreams(channel.pipeline());
        } else {
            limitPipelining(channel.pipeline());
        }
        ConnectionGuard guard = channel.attr(ConnectionGuard.KEY).get();
        if (guard != null) {
            guard.requestBegan(http2);
            context.addEndHandler(ended -> guard.requestEnded());
        }
        context.next();
    }

    private static void keepOtherStreams(ChannelPipeline pipeline) {
        if (pipeline.get(StreamFailures.class) == null) {
            pipeline.addFirst(StreamFailures.FILTER);
        }
    }

    private static void limitPipelining(ChannelPipeline pipeline) {
        if (pipeline.get(PipelineLimit.class) == null && pipeline.get(VERTX_HANDLER) != null) {
            pipeline.addBefore(VERTX_HANDLER, null, new PipelineLimit());
        }
    }
}
