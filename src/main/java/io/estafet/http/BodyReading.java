package io.estafet.http;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/** One body while it arrives. Runs on its connection's event loop. */
final class BodyReading {

    private static final long CHECK_MILLIS = 1_000;

    /** So long a slow start is no offence: TCP itself may repeat a lost packet after 1 s and 3 s. */
    private static final long GRACE_SECONDS = 3;

    /** What a body without announced length grows by. */
    private static final int GROWTH_BYTES = 16 << 10;

    private final HttpServerRequest request;
    private final BodyBound bound;
    private final BodyMemory.Charge charge;
    private final HttpConfig config;
    private final Vertx vertx;
    private final UniEmitter<? super byte[]> emitter;
    private final HttpMeters meters;

    private byte[] bytes = {};
    private int length;
    private long seconds;
    private long timer;
    private boolean done;

    BodyReading(
            HttpServerRequest request,
            BodyBound bound,
            BodyMemory.Charge charge,
            HttpConfig config,
            Vertx vertx,
            UniEmitter<? super byte[]> emitter,
            HttpMeters meters) {
        this.request = request;
        this.bound = bound;
        this.charge = charge;
        this.config = config;
        this.vertx = vertx;
        this.emitter = emitter;
        this.meters = meters;
    }

    void start() {
        long announced = RequestBody.length(request);
        if (announced > bound.maxBytes()) {
            fail(BodyFailure.TOO_LARGE);
        } else if (!reserve(bound.isKnown() ? (int) announced : 0)) {
            fail(BodyFailure.BUSY);
        } else {
            timer = vertx.setPeriodic(CHECK_MILLIS, id -> check());
            request.handler(this::take);
            request.exceptionHandler(gone -> fail(BodyFailure.ABORTED));
            request.endHandler(end -> complete());
            RequestBody.sendContinue(request);
            request.resume();
        }
    }

    private void take(Buffer piece) {
        if (done) {
            return;
        }
        int needed = length + piece.length();
        if (needed > bound.maxBytes()) {
            fail(BodyFailure.TOO_LARGE);
        } else if (needed > bytes.length && !reserve(growth(needed))) {
            fail(BodyFailure.BUSY);
        } else {
            byte[] received = piece.getBytes();
            bound.observer().accept(received);
            System.arraycopy(received, 0, bytes, length, received.length);
            length = needed;
        }
    }

    /** To the announced length where that is near; else doubled, so that no byte is copied often. */
    private int growth(int needed) {
        int doubled = Math.max(needed, bytes.length + Math.max(GROWTH_BYTES, bytes.length));
        long announced = RequestBody.length(request);
        int most = announced >= needed ? (int) announced : bound.maxBytes();
        return Math.min(doubled, most) - bytes.length;
    }

    private boolean reserve(int more) {
        if (!charge.grow(more)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, bytes.length + more);
        return true;
    }

    private void check() {
        seconds++;
        boolean late = seconds >= config.bodyDeadline().toSeconds();
        boolean slow = seconds >= GRACE_SECONDS && length < seconds * config.bodyMinRate();
        if (late || slow) {
            fail(BodyFailure.TOO_SLOW);
        }
    }

    private void complete() {
        if (end()) {
            emitter.complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        }
    }

    private void fail(BodyFailure failure) {
        if (end()) {
            meters.refused(bound.traffic(), failure);
            emitter.fail(
                    failure == BodyFailure.TOO_LARGE ? BodyFailure.tooLarge(bound.maxBytes()) : failure.problem(""));
        }
    }

    /** False when it has ended before. Nothing more is read then. */
    private boolean end() {
        if (done) {
            return false;
        }
        done = true;
        vertx.cancelTimer(timer);
        if (!request.isEnded()) {
            request.pause();
        }
        return true;
    }
}
