package io.estafet.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that sends a request head byte by byte, or whose caller does not take its answers. The server's
 * idle timeout sees neither, since each byte is activity. The guard is the first handler in its connection's pipeline
 * and runs on the connection's event loop.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {

    static final AttributeKey<ConnectionGuard> KEY = AttributeKey.valueOf(ConnectionGuard.class, "guard");

    private final long headMillis;
    private final long writeMillis;
    private @Nullable ScheduledFuture<?> headTimer;
    private @Nullable ScheduledFuture<?> writeTimer;
    private int requests;
    private boolean watchesHeads = true;

    ConnectionGuard(Duration headDeadline, Duration writeDeadline) {
        this.headMillis = headDeadline.toMillis();
        this.writeMillis = writeDeadline.toMillis();
    }

    /**
     * A request's head has arrived.
     *
     * @param multiplexed true for HTTP/2: its frames between requests are not heads, so that heads are no longer
     *     watched
     */
    void requestBegan(boolean multiplexed) {
        requests++;
        watchesHeads &= !multiplexed;
        headTimer = cancelled(headTimer);
    }

    /** A request was answered; the next bytes on an idle connection are another head. */
    void requestEnded() {
        requests--;
    }

    /** The deadline of the first head begins now, before its first byte has come. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().attr(KEY).set(this);
        headTimer = closeAfter(context, headMillis);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        boolean idle = watchesHeads && requests == 0;
        if (idle && !context.channel().isWritable()) {
            // Answers wait for a caller that sends more requests and takes none of the answers. Some of these answers
            // come from none of our routes.
            ReferenceCountUtil.release(bytes);
            close(context);
            return;
        }
        if (idle && headTimer == null) {
            headTimer = closeAfter(context, headMillis);
        }
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        writeTimer = cancelled(writeTimer);
        if (!context.channel().isWritable()) {
            writeTimer = closeAfter(context, writeMillis);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        headTimer = cancelled(headTimer);
        writeTimer = cancelled(writeTimer);
        context.fireChannelInactive();
    }

    private static ScheduledFuture<?> closeAfter(ChannelHandlerContext context, long millis) {
        return context.executor().schedule(() -> close(context), millis, TimeUnit.MILLISECONDS);
    }

    private static void close(ChannelHandlerContext context) {
        var unused = context.close();
    }

    private static @Nullable ScheduledFuture<?> cancelled(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
        return null;
    }
}
