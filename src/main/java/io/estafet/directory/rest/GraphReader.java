package io.estafet.directory.rest;

import io.estafet.sender.AccessToken;
import io.estafet.sender.BaseUrl;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import java.util.concurrent.TimeUnit;
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

    private final HttpClient client;
    private final CloudApiAddressConfig config;

    GraphReader(Vertx vertx, CloudApiAddressConfig config) {
        this.config = config;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                // The label "clientName" of its meters stands behind the bar.
                .setMetricsName("http.client|graph")
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
        return Uni.createFrom().deferred(() -> {
            Read read = new Read(token, mostBytes);
            try {
                Future<GraphAnswer> answer = read.begin(options(BaseUrl.of(base), token, pathAndQuery));
                return Uni.createFrom()
                        .completionStage(answer.toCompletionStage())
                        .onTermination()
                        .invoke(read::end);
            } catch (IllegalArgumentException unfit) {
                return Uni.createFrom().item(GraphAnswer.unreadable("no request can be built for its address"));
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

    /** One request and its answer, on one context. */
    private final class Read {

        private final AccessToken token;
        private final int mostBytes;
        private final Buffer body = Buffer.buffer();
        private volatile @Nullable HttpClientRequest request;
        private volatile boolean whole;
        private volatile boolean over;

        Read(AccessToken token, int mostBytes) {
            this.token = token;
            this.mostBytes = mostBytes;
        }

        Future<GraphAnswer> begin(RequestOptions options) {
            return client.request(options)
                    .compose(this::send, failure -> away("it cannot be reached"))
                    .timeout(config.requestDeadline().toMillis(), TimeUnit.MILLISECONDS)
                    .otherwise(late -> GraphAnswer.away("it did not answer in time"));
        }

        private Future<GraphAnswer> send(HttpClientRequest fresh) {
            request = fresh;
            if (over) {
                fresh.connection().close();
                return away("nobody waits for it");
            }
            // The answer's future reports the failure as well. Without this handler Vert.x logs each failure as an
            // error.
            fresh.exceptionHandler(cut -> {});
            return fresh.send().compose(this::receive, failure -> away("it did not answer"));
        }

        private Future<GraphAnswer> receive(HttpClientResponse response) {
            Promise<GraphAnswer> answer = Promise.promise();
            response.exceptionHandler(cut -> answer.tryComplete(GraphAnswer.away("its answer was cut off")));
            response.handler(chunk -> {
                if (body.length() + chunk.length() > mostBytes) {
                    answer.tryComplete(GraphAnswer.unreadable("its answer is longer than " + mostBytes + " bytes"));
                } else {
                    body.appendBuffer(chunk);
                }
            });
            response.endHandler(end -> {
                whole = true;
                answer.tryComplete(GraphAnswer.of(response.statusCode(), body, token));
            });
            return answer.future();
        }

        /**
         * Closes the connection, unless the answer was read to its end. It is HTTP/1.1 with one request at a time, so
         * no other request is on it.
         */
        void end() {
            over = true;
            HttpClientRequest begun = request;
            if (begun != null && !whole) {
                begun.connection().close();
            }
        }

        private static Future<GraphAnswer> away(String why) {
            return Future.succeededFuture(GraphAnswer.away(why));
        }
    }
}
