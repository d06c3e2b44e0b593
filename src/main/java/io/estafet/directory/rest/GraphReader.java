package io.estafet.directory.rest;

import io.estafet.sender.AccessToken;
import io.estafet.sender.BaseUrl;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads templates, numbers and accounts from WhatsApp's API. The reads are few and small compared with the messages, so
 * they have connections of their own. Each read has a deadline and a bound on its answer; it follows no redirect and is
 * not repeated.
 */
@Singleton
final class GraphReader {

    /**
     * The most connections to one host at once. {@link #WAITING} requests may wait for one of them; further ones are
     * told that the API is away.
     */
    private static final int CONNECTIONS = 16;

    private static final int WAITING = 64;
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private final Vertx vertx;
    private final HttpClient client;
    private final CloudApiAddressConfig config;

    GraphReader(Vertx vertx, CloudApiAddressConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setMaxWaitQueueSize(WAITING)
                .setConnectTimeout(Math.toIntExact(config.requestDeadline().toMillis()))
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                // A small compressed answer could unpack to any size.
                .setDecompressionSupported(false)
                .setVerifyHost(true));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /**
     * Reads one thing. Never fails. When the caller gives up, the connection is closed.
     *
     * @param pathAndQuery what follows the version, with a leading slash
     * @param mostBytes the longest answer that is read
     */
    Uni<GraphAnswer> get(URI base, AccessToken token, String pathAndQuery, int mostBytes) {
        return Uni.createFrom().emitter(emitter -> {
            Read read = new Read(emitter, token, mostBytes);
            emitter.onTermination(read::abandon);
            try {
                read.begin(options(BaseUrl.of(base), token, pathAndQuery));
            } catch (IllegalArgumentException unfit) {
                read.finish(GraphAnswer.unreadable("no request can be built for its address"));
            }
        });
    }

    /**
     * Reads a page of a list.
     *
     * @param pathAndQuery with a query
     * @param cursor of the page; empty for the first
     */
    Uni<GraphAnswer> page(URI base, AccessToken token, String pathAndQuery, Optional<String> cursor, int mostBytes) {
        String after = cursor.map(text -> "&after=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .orElse("");
        return get(base, token, pathAndQuery + after, mostBytes);
    }

    private RequestOptions options(BaseUrl base, AccessToken token, String pathAndQuery) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(base.tls())
                .setHost(base.host())
                .setPort(base.port())
                .setURI(base.path() + "/" + config.version() + pathAndQuery)
                .setConnectTimeout(config.requestDeadline().toMillis())
                .setFollowRedirects(false)
                .putHeader("Authorization", "Bearer " + token.value());
    }

    /** One request and its answer, on one context. What arrives after its end is ignored. */
    private final class Read {

        private final UniEmitter<? super GraphAnswer> emitter;
        private final AccessToken token;
        private final int mostBytes;
        private final Buffer answer = Buffer.buffer();
        private volatile @Nullable HttpClientRequest request;
        private volatile boolean over;
        private long timer;

        Read(UniEmitter<? super GraphAnswer> emitter, AccessToken token, int mostBytes) {
            this.emitter = emitter;
            this.token = token;
            this.mostBytes = mostBytes;
        }

        void begin(RequestOptions options) {
            timer = vertx.setTimer(
                    config.requestDeadline().toMillis(), fired -> end(GraphAnswer.away("it did not answer in time")));
            client.request(options).onComplete(this::connected);
        }

        private void connected(AsyncResult<HttpClientRequest> connection) {
            if (connection.failed()) {
                finish(GraphAnswer.away("it cannot be reached"));
                return;
            }
            HttpClientRequest fresh = connection.result();
            request = fresh;
            // The answer's future reports the failure as well. Without this handler Vert.x logs each failure as an
            // error.
            fresh.exceptionHandler(cut -> finish(GraphAnswer.away("it did not answer")));
            if (over) {
                close();
            } else {
                fresh.send().onComplete(this::answered);
            }
        }

        private void answered(AsyncResult<HttpClientResponse> head) {
            if (head.failed()) {
                finish(GraphAnswer.away("it did not answer"));
                return;
            }
            HttpClientResponse response = head.result();
            response.handler(this::received);
            response.exceptionHandler(cut -> finish(GraphAnswer.away("its answer was cut off")));
            response.endHandler(end -> finish(GraphAnswer.of(response.statusCode(), answer, token)));
        }

        private void received(Buffer chunk) {
            if (answer.length() + chunk.length() > mostBytes) {
                end(GraphAnswer.unreadable("its answer is longer than " + mostBytes + " bytes"));
            } else if (!over) {
                answer.appendBuffer(chunk);
            }
        }

        /** Ends a request that is under way. */
        private void end(GraphAnswer result) {
            finish(result);
            close();
        }

        void finish(GraphAnswer result) {
            if (!over) {
                over = true;
                vertx.cancelTimer(timer);
                emitter.complete(result);
            }
        }

        /** Gives up the request because nobody waits for it any more. */
        void abandon() {
            if (!over) {
                over = true;
                vertx.cancelTimer(timer);
                close();
            }
        }

        /** Closes the connection. It is HTTP/1.1 with one request at a time, so no other request is on it. */
        private void close() {
            HttpClientRequest begun = request;
            if (begun != null) {
                begun.connection().close();
            }
        }
    }
}
