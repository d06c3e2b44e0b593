package io.estafet.http;

import io.estafet.http.Http1Caller.End;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes one call as a stream of an HTTP/2 connection without TLS, which many calls share. */
final class Http2Caller {

    private final Vertx vertx;
    private final HttpClient client;
    private final int port;

    Http2Caller(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(8));
    }

    /** The end of the call: the answer's status, and whether the stream was reset before its body was sent. */
    CompletableFuture<End> call(Upload upload) {
        CompletableFuture<End> end = new CompletableFuture<>();
        byte[] body =
                upload.body() == Upload.Body.NONE ? new byte[0] : upload.route().body();
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(HttpMethod.valueOf(upload.route().method()))
                .setURI(upload.route().path())
                .putHeader("content-type", upload.route().contentType());
        upload.route().credentials(upload.key(), body).forEach(options::putHeader);
        client.request(options)
                .onSuccess(request -> new Call(upload, request, body, end).begin())
                .onFailure(end::completeExceptionally);
        return end;
    }

    private final class Call {

        private final Upload upload;
        private final HttpClientRequest request;
        private final byte[] body;
        private final CompletableFuture<End> end;
        private final AtomicInteger sent = new AtomicInteger();
        private volatile int status;
        private volatile boolean over;

        Call(Upload upload, HttpClientRequest request, byte[] body, CompletableFuture<End> end) {
            this.upload = upload;
            this.request = request;
            this.body = body;
            this.end = end;
        }

        void begin() {
            request.exceptionHandler(reset -> over());
            request.response().onSuccess(response -> {
                status = response.statusCode();
                response.exceptionHandler(reset -> over());
                response.endHandler(done -> ended());
            });
            switch (upload.body()) {
                case NONE -> request.end();
                case SLOW -> {
                    request.putHeader("content-length", String.valueOf(body.length));
                    vertx.setPeriodic(1_000, this::drip);
                }
                case HALF -> {
                    request.putHeader("content-length", String.valueOf(body.length));
                    request.write(Buffer.buffer(Arrays.copyOf(body, body.length / 2)));
                }
                case HUGE -> {
                    request.putHeader("content-length", String.valueOf(Upload.HUGE_BYTES));
                    flood(Upload.HUGE_BYTES);
                }
                case ENDLESS -> {
                    request.setChunked(true);
                    flood(Integer.MAX_VALUE);
                }
            }
        }

        /** The answer is whole. Where the body is not, the stream must be reset, which the next write learns. */
        private void ended() {
            if (!upload.isCut()) {
                end.complete(new End(status, false));
            }
        }

        private void over() {
            over = true;
            end.complete(new End(status, true));
        }

        private void drip(long timer) {
            int next = sent.getAndIncrement();
            if (over || next >= body.length) {
                vertx.cancelTimer(timer);
            } else {
                request.write(Buffer.buffer(new byte[] {body[next]})).onFailure(reset -> over());
            }
        }

        private void flood(int bytes) {
            if (over) {
                return;
            }
            if (upload.isEndedByCaller() && sent.get() > Upload.HUGE_BYTES) {
                request.reset();
                end.complete(new End(status, true));
                return;
            }
            int size = Math.min(16 << 10, bytes - sent.get());
            byte[] piece = new byte[size];
            Arrays.fill(piece, (byte) ' ');
            piece[size - 1] = '\n';
            if (sent.addAndGet(size) >= bytes) {
                request.end(Buffer.buffer(piece));
            } else {
                request.write(Buffer.buffer(piece))
                        .onSuccess(done -> vertx.runOnContext(next -> flood(bytes)))
                        .onFailure(reset -> over());
            }
        }
    }
}
