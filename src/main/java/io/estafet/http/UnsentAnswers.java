package io.estafet.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Follows an answer from its end in this program until its caller has taken it. Over HTTP/1.1 the
 * {@link ConnectionGuard} closes the connection of a caller that does not. An HTTP/2 stream waits in its own
 * flow-control window and is reset here after {@link HttpConfig#writeDeadline()}; sooner when it refuses a stranger, or
 * when too many answers wait.
 */
@Singleton
final class UnsentAnswers {

    private static final long CHECK_MILLIS = 250;

    /**
     * The most answers that wait for one tenant, or for all strangers together. Lists are charged for their memory,
     * too.
     */
    private static final int MOST_OF_HOLDER = 128;

    private static final String STRANGERS = "";
    private static final int BAD_REQUEST = 400;

    /** Before all routes, so that no request is missed. */
    private static final int FIRST = 20_000;

    /** The error code of RFC 9113 for a stream that is given up. */
    private static final long CANCEL = 8;

    private final HttpMeters meters;
    private final long deadlineMillis;
    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

    UnsentAnswers(HttpMeters meters, HttpConfig config) {
        this.meters = meters;
        this.deadlineMillis = config.writeDeadline().toMillis();
    }

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    if (RequestBody.isHttp2(context.request())) {
                        boundWaiting(context);
                    }
                    context.next();
                },
                FIRST);
    }

    private void boundWaiting(RoutingContext context) {
        AnswerStream stream = AnswerStream.of(context);
        // Data that can be sent has been sent once the current event has been processed.
        context.addEndHandler(ended -> stream.channel().eventLoop().execute(() -> {
            if (!stream.isSent()) {
                boundWaiting(stream, context);
            }
        }));
    }

    private void boundWaiting(AnswerStream stream, RoutingContext context) {
        String holder = holder(context);
        if (holder.equals(STRANGERS) && context.response().getStatusCode() >= BAD_REQUEST) {
            follow(stream, CHECK_MILLIS, () -> {});
        } else if (waiting.merge(holder, 1, Integer::sum) > MOST_OF_HOLDER) {
            leave(holder);
            giveUp(stream);
        } else {
            follow(stream, deadlineMillis, () -> leave(holder));
        }
    }

    private static String holder(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                ? user.getSecurityIdentity().getPrincipal().getName()
                : STRANGERS;
    }

    private void leave(String holder) {
        waiting.computeIfPresent(holder, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Runs the action once, when the answer has been taken or will not be, on the connection's event loop. */
    void whenSent(RoutingContext context, Runnable sent) {
        if (RequestBody.isHttp2(context.request())) {
            AnswerStream stream = AnswerStream.of(context);
            context.addEndHandler(
                    ended -> stream.channel().eventLoop().execute(() -> follow(stream, deadlineMillis, sent)));
        } else {
            Channel channel = channel(context);
            // Writes keep their order: this one is done when all earlier ones are.
            context.addEndHandler(
                    ended -> channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> sent.run()));
        }
    }

    private void follow(AnswerStream stream, long leftMillis, Runnable sent) {
        if (stream.isSent()) {
            sent.run();
        } else if (leftMillis <= 0) {
            sent.run();
            giveUp(stream);
        } else {
            var unused = stream.channel()
                    .eventLoop()
                    .schedule(
                            () -> follow(stream, leftMillis - CHECK_MILLIS, sent), CHECK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp(AnswerStream stream) {
        meters.refused(TrafficClass.ANSWER, BodyFailure.TOO_SLOW);
        stream.reset();
    }

    private static Channel channel(RoutingContext context) {
        return ((ConnectionBase) context.request().connection()).channel();
    }

    /** The HTTP/2 stream of an answer. On its connection's event loop only. */
    private record AnswerStream(Channel channel, Http2ConnectionHandler handler, HttpServerResponse response) {

        static AnswerStream of(RoutingContext context) {
            Channel channel = UnsentAnswers.channel(context);
            return new AnswerStream(channel, channel.pipeline().get(Http2ConnectionHandler.class), context.response());
        }

        boolean isSent() {
            Http2Stream stream = handler.connection().stream(response.streamId());
            return stream == null
                    || !handler.connection().remote().flowController().hasFlowControlled(stream);
        }

        /**
         * Resets the stream through Netty: for Vert.x an answer has ended when it is written, and is no longer reset.
         * The framework must not hear of it, because it would close the connection with all other streams.
         */
        void reset() {
            ChannelHandlerContext context = channel.pipeline().context(handler);
            if (context != null) {
                response.exceptionHandler(null);
                var unused = handler.resetStream(context, response.streamId(), CANCEL, channel.newPromise());
                context.flush();
            }
        }
    }
}
