package io.estafet.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Closes an HTTP/1.1 connection that sends many requests without waiting for answers. Vert.x keeps them in an unbounded
 * queue until their turn. The handler stands between the HTTP codec and Vert.x' handler and runs on the connection's
 * event loop.
 */
final class PipelineLimit extends ChannelDuplexHandler {

    /** The most requests that wait. Few clients pipeline at all; each waiting request takes some 2 kB. */
    static final int MOST = 32;

    /** Requests that wait for their answers; at first, the one that was read before this handler was added. */
    private int waiting = 1;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest && ++waiting > MOST) {
            var unused = context.close();
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && !isContinue(message)) {
            waiting--;
        }
        var unused = context.write(message, promise);
    }

    private static boolean isContinue(Object message) {
        return message instanceof HttpResponse response && response.status().equals(HttpResponseStatus.CONTINUE);
    }
}
