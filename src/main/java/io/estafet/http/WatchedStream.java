package io.estafet.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read piece by piece and must deliver a least number of bytes while the reader asks for them. Seconds
 * in which the reader asks for nothing do not count. Runs on its connection's event loop.
 */
final class WatchedStream implements ReadStream<Buffer> {

    private static final long CHECK_MILLIS = 1_000;

    /** Long enough for a caller that pauses between two lines. */
    private static final int WINDOW_SECONDS = 10;

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final long leastBytes;
    private final long answerSeconds;
    private final long timer;

    private @Nullable Handler<Throwable> onFailure;
    private BodyFailure failure = BodyFailure.ABORTED;
    private long demand;
    private int unaskedSeconds;
    private int askedSeconds;
    private long bytes;

    /**
     * @param minRate bytes per second
     * @param answerSeconds how long the reader may ask for nothing. Our own work on a piece has shorter deadlines, so
     *     that a longer time means that the caller does not take the answers
     */
    WatchedStream(HttpServerRequest request, Vertx vertx, int minRate, long answerSeconds) {
        this.request = request;
        this.vertx = vertx;
        this.leastBytes = (long) minRate * WINDOW_SECONDS;
        this.answerSeconds = answerSeconds;
        this.timer = vertx.setPeriodic(CHECK_MILLIS, id -> check());
    }

    /** Why the stream has failed, if it has. */
    BodyFailure failure() {
        return failure;
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    private void check() {
        if (demand == 0) {
            unaskedSeconds++;
        } else {
            unaskedSeconds = 0;
            askedSeconds++;
        }
        boolean slow = askedSeconds == WINDOW_SECONDS && bytes < leastBytes && !request.isEnded();
        if (slow || unaskedSeconds > answerSeconds) {
            fail();
        }
        if (askedSeconds == WINDOW_SECONDS) {
            askedSeconds = 0;
            bytes = 0;
        }
    }

    private void fail() {
        failure = BodyFailure.TOO_SLOW;
        if (onFailure != null) {
            onFailure.handle(failure.problem(""));
        }
    }

    private void arrived(Buffer piece, Handler<Buffer> handler) {
        bytes += piece.length();
        demand -= demand == Long.MAX_VALUE ? 0 : 1;
        handler.handle(piece);
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        onFailure = handler;
        request.exceptionHandler(handler == null ? null : gone -> handler.handle(BodyFailure.ABORTED.problem("")));
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        request.handler(handler == null ? null : piece -> arrived(piece, handler));
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        demand = 0;
        request.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        request.fetch(amount);
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        request.endHandler(handler);
        return this;
    }
}
