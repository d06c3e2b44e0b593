package io.estafet.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Follows an answer from its end in this program until its caller has taken it. Over HTTP/1.1 the {@link
 * ConnectionGuard} closes the connection of a caller that does not; an HTTP/2 stream waits in its own window and is
 * reset here.
 */
@Singleton
final class UnsentAnswers {

    private static final long CHECK_MILLIS = 250;

    /** The code of RFC 9113 for a stream that is given up. */
    private static final long CANCEL = 8;

    private final Vertx vertx;
    private final long deadlineMillis;

    UnsentAnswers(Vertx vertx, HttpConfig config) {
        this.vertx = vertx;
        this.deadlineMillis = config.writeDeadline().toMillis();
    }

    /** Runs once when the answer has been taken or will not be, on the connection's event loop. */
    void whenSent(RoutingContext context, Runnable sent) {
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        context.addEndHandler(ended -> {
            if (RequestBody.isHttp2(context.request())) {
                follow(channel.pipeline().get(Http2ConnectionHandler.class).connection(), context.request(), sent);
            } else {
                // Writes keep their order: this one is done when those before it are.
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> sent.run());
            }
        });
    }

    private void follow(Http2Connection connection, HttpServerRequest request, Runnable sent) {
        if (isSent(connection, request.streamId())) {
            sent.run();
            return;
        }
        long[] leftMillis = {deadlineMillis};
        vertx.setPeriodic(CHECK_MILLIS, timer -> {
            leftMillis[0] -= CHECK_MILLIS;
            if (leftMillis[0] <= 0) {
                request.response().reset(CANCEL);
            }
            if (leftMillis[0] <= 0 || isSent(connection, request.streamId())) {
                vertx.cancelTimer(timer);
                sent.run();
            }
        });
    }

    private static boolean isSent(Http2Connection connection, int streamId) {
        Http2Stream stream = connection.stream(streamId);
        return stream == null || !connection.remote().flowController().hasFlowControlled(stream);
    }
}
