package io.estafet.delivery.cloudapi;

import io.estafet.delivery.DeliveryResult;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.GoAway;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Begins and runs on one Vert.x context, on which it also answers, exactly once and within
 * its deadline. Until there is a connection, nothing has been sent. From then on the request is safe to repeat only
 * when the server says that it did not take it (REFUSED_STREAM, or a GOAWAY below its stream). When the server closes a
 * keep-alive connection at that moment, nobody can tell whether it took the request: the outcome is unknown.
 */
final class Exchange {

    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final long REFUSED_STREAM = 7;
    private static final long CANCEL = 8;

    private final Vertx vertx;
    private final Buffer body;
    private final Reader reader;
    private final Predicate<HttpConnection> taking;
    private final Runnable leaving;
    private final Consumer<DeliveryResult> done;
    private final Buffer answer = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private long timer;
    private long overNanos;
    private boolean over;

    /** Turns a whole answer into a result. */
    interface Reader {
        DeliveryResult read(HttpClientResponse response, Buffer answer);
    }

    Exchange(
            Vertx vertx,
            Buffer body,
            Reader reader,
            Predicate<HttpConnection> taking,
            Runnable leaving,
            Consumer<DeliveryResult> done) {
        this.vertx = vertx;
        this.body = body;
        this.reader = reader;
        this.taking = taking;
        this.leaving = leaving;
        this.done = done;
    }

    void begin(HttpClient client, RequestOptions options, long deadlineMillis) {
        overNanos = System.nanoTime() + deadlineMillis * 1_000_000;
        timer = vertx.setTimer(deadlineMillis, fired -> expire());
        try {
            client.request(options).onComplete(this::connected);
        } catch (IllegalArgumentException unfit) {
            // Thrown before a connection is requested, because of the number's registration: its address or its token.
            finish(new DeliveryResult.Misconfigured("no request can be built: " + kind(unfit)));
        }
    }

    private void connected(AsyncResult<HttpClientRequest> connection) {
        if (over) {
            if (connection.succeeded()) {
                giveUp(connection.result());
            }
        } else if (connection.failed()) {
            finish(new DeliveryResult.NotSent("no connection: " + kind(connection.cause())));
        } else if (System.nanoTime() - overNanos >= 0) {
            // This process was suspended past the deadline, and so perhaps past its lease: another replica may have the
            // message now.
            giveUp(connection.result());
            finish(new DeliveryResult.NotSent("no connection within the request's deadline"));
        } else if (!taking.test(connection.result().connection())) {
            giveUp(connection.result());
            finish(new DeliveryResult.NotSent("no connection: closed unused"));
        } else {
            HttpClientRequest fresh = connection.result();
            request = fresh;
            fresh.response().onComplete(this::answered);
            leaving.run();
            fresh.end(body);
        }
    }

    /**
     * Gives up a connection on which nothing may be sent. Closing it is certain to free its place in the pool; on
     * HTTP/2 that would end other requests, so that only the stream is reset.
     */
    private static void giveUp(HttpClientRequest unused) {
        if (unused.version() == HttpVersion.HTTP_2) {
            unused.reset(CANCEL);
        } else {
            unused.connection().close();
        }
    }

    private void answered(AsyncResult<HttpClientResponse> head) {
        if (over) {
            return;
        }
        if (head.failed()) {
            finish(lost(head.cause()));
            return;
        }
        HttpClientResponse response = head.result();
        response.handler(this::chunk)
                .exceptionHandler(cut -> finish(new DeliveryResult.Unknown("answer cut: " + kind(cut))))
                .endHandler(end -> complete(response));
    }

    private void chunk(Buffer chunk) {
        if (over) {
            return;
        }
        if (answer.length() + chunk.length() > MOST_ANSWER_BYTES) {
            abandon(new DeliveryResult.Unknown("answer above " + MOST_ANSWER_BYTES + " bytes"));
        } else {
            answer.appendBuffer(chunk);
        }
    }

    private void complete(HttpClientResponse response) {
        if (!over) {
            finish(reader.read(response, answer));
        }
    }

    private void expire() {
        if (request == null) {
            finish(new DeliveryResult.NotSent("no connection within the request's deadline"));
        } else {
            abandon(new DeliveryResult.Unknown("no answer within the request's deadline"));
        }
    }

    /** Ends an exchange that is under way. What still arrives is not read. */
    private void abandon(DeliveryResult result) {
        if (over) {
            return;
        }
        finish(result);
        if (request != null) {
            request.reset(CANCEL);
        }
    }

    private void finish(DeliveryResult result) {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(timer);
        done.accept(result);
    }

    private DeliveryResult lost(Throwable cause) {
        return serverSaysNotTaken(cause)
                ? new DeliveryResult.NotSent("the server did not take the request")
                : new DeliveryResult.Unknown("no answer: " + kind(cause));
    }

    private boolean serverSaysNotTaken(Throwable cause) {
        if (request == null || request.version() != HttpVersion.HTTP_2) {
            return false;
        }
        if (cause instanceof StreamResetException reset) {
            return reset.getCode() == REFUSED_STREAM;
        }
        return cause instanceof HttpClosedException closed && request.streamId() > lastStreamTaken(closed);
    }

    /** The last stream that the server's GOAWAY names; the largest number when there was none. */
    private static int lastStreamTaken(HttpClosedException closed) {
        try {
            GoAway goodbye = closed.goAway();
            return goodbye == null ? Integer.MAX_VALUE : goodbye.getLastStreamId();
        } catch (IllegalStateException released) {
            // Vert.x copies the frame's debug data, which is gone once the frame is handled. Streams above the last one
            // end while it is handled; so this stream ended later, and may have been taken.
            return Integer.MAX_VALUE;
        }
    }

    /** The class name alone: messages of exceptions may contain addresses. */
    private static String kind(Throwable cause) {
        return cause.getClass().getSimpleName();
    }
}
