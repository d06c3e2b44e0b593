package io.estafet.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * Keeps an HTTP/2 connection open when one of its streams has failed. Data that is still to be sent on an ended stream
 * fails; Vert.x would take that for a failure of the connection and close it, with all other streams. The handler is
 * the first in the connection's pipeline.
 */
@Sharable
final class StreamFailures extends ChannelInboundHandlerAdapter {

    static final StreamFailures FILTER = new StreamFailures();

    private StreamFailures() {}

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof Http2Exception.StreamException)) {
            context.fireExceptionCaught(cause);
        }
    }
}
