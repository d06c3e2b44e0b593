package io.estafet.http;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;

/** One body while it arrives. Runs on its connection's event loop. */
final class BodyReading {

    private static final long CHECK_MILLIS = 1_000;

    /** A slow start is tolerated for this long: TCP itself may repeat a lost packet after 1 s and 3 s. */
    private static final long GRACE_SECONDS = 3;

    /** A body is kept in arrays of this size: an array that grows would leave more garbage than the body has bytes. */
    private static final int CHUNK_BYTES = 16 << 10;

    private final HttpServerRequest request;
    private final BodyBound bound;
    private final BodyMemory.Charge charge;
    private final HttpConfig config;
    private final Vertx vertx;
    private final UniEmitter<? super byte[]> emitter;
    private final HttpMeters meters;

    private final List<byte[]> chunks = new ArrayList<>();
    private int length;
    /** Bytes that the charge covers. */
    private int charged;
    /** Bytes of all chunks. */
    private int allocated;

    private long seconds;
    /** The timer's id; -1 before it is set. */
    private long timer = -1;

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
        } else if (!mayBegin((int) announced)) {
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

    /** A stranger's body is charged as it arrives. It is not begun when there is no memory for the announced length. */
    private boolean mayBegin(int announced) {
        return (bound.isKnown() && announced > 0) ? charge(announced) : charge.hasRoom(announced);
    }

    private void take(Buffer piece) {
        if (done) {
            return;
        }
        int needed = length + piece.length();
        if (needed > bound.maxBytes()) {
            fail(BodyFailure.TOO_LARGE);
        } else if (needed > charged && !charge(whole(needed) - charged)) {
            fail(BodyFailure.BUSY);
        } else {
            byte[] received = piece.getBytes();
            bound.observer().accept(received);
            append(received);
        }
    }

    /** Rounds up to whole chunks, but not beyond what may come. */
    private int whole(int needed) {
        long announced = RequestBody.length(request);
        int most = announced >= needed ? (int) announced : bound.maxBytes();
        return (int) Math.min((needed + CHUNK_BYTES - 1L) / CHUNK_BYTES * CHUNK_BYTES, most);
    }

    private boolean charge(int more) {
        boolean taken = charge.grow(more);
        charged += taken ? more : 0;
        return taken;
    }

    private void append(byte[] received) {
        for (int from = 0; from < received.length; ) {
            if (length == allocated) {
                chunks.add(new byte[Math.min(CHUNK_BYTES, charged - allocated)]);
                allocated += chunks.get(chunks.size() - 1).length;
            }
            byte[] last = chunks.get(chunks.size() - 1);
            int free = allocated - length;
            int some = Math.min(free, received.length - from);
            System.arraycopy(received, from, last, last.length - free, some);
            length += some;
            from += some;
        }
    }

    /** The body in one array. */
    private byte[] bytes() {
        if (chunks.size() == 1 && length == allocated) {
            return chunks.get(0);
        }
        byte[] all = new byte[length];
        int from = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, all, from, Math.min(chunk.length, length - from));
            from += chunk.length;
        }
        chunks.clear();
        return all;
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
            emitter.complete(bound.isWanted().getAsBoolean() ? bytes() : new byte[0]);
        }
    }

    private void fail(BodyFailure failure) {
        if (end()) {
            meters.refused(bound.traffic(), failure);
            emitter.fail(
                    failure == BodyFailure.TOO_LARGE ? BodyFailure.tooLarge(bound.maxBytes()) : failure.problem(""));
        }
    }

    /** Ends the reading: nothing more is read. False when it had ended before. */
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
