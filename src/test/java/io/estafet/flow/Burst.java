package io.estafet.flow;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Many single POSTs of messages at the same moment, over real sockets, and what each of them was answered. */
final class Burst implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final RequestOptions post;

    private Burst(int port, HttpClientOptions options) {
        this.client = vertx.createHttpClient(options.setDefaultHost("127.0.0.1")
                .setDefaultPort(port)
                .setMaxWaitQueueSize(-1)
                .setConnectTimeout((int) LONGEST.toMillis()));
        this.post = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setURI("/v1/messages")
                .putHeader("Authorization", "Bearer demo")
                .putHeader("Content-Type", "application/json");
    }

    /**
     * HTTP/1.1 with one request at a time on each connection, or HTTP/2 with a hundred; what is more waits in the
     * client.
     *
     * @param protocol {@code 1.1} or {@code 2}
     */
    static Burst of(String protocol, int port, int connections) {
        HttpClientOptions options = protocol.equals("2")
                ? new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setHttp2MultiplexingLimit(100)
                        .setHttp2MaxPoolSize(connections)
                : new HttpClientOptions().setMaxPoolSize(connections);
        return new Burst(port, options);
    }

    /**
     * An answer.
     *
     * @param word the message's id when it was accepted, else the problem's code
     * @param after the beginning of all
     */
    record Answer(int status, String word, Duration after) {

        boolean isAccepted() {
            return status == 202;
        }
    }

    /** All at once; comes back when each is answered. */
    List<Answer> send(List<String> bodies) {
        long began = System.nanoTime();
        List<Future<Answer>> answers = new ArrayList<>();
        bodies.forEach(body -> answers.add(send(body, began)));
        try {
            Future.all(answers).toCompletionStage().toCompletableFuture().get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("not every request was answered", e);
        }
        return answers.stream().map(Future::result).toList();
    }

    private Future<Answer> send(String body, long began) {
        return client.request(new RequestOptions(post))
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(answer -> answer.body().map(bytes -> answer(answer, bytes, began)));
    }

    private static Answer answer(HttpClientResponse answer, Buffer body, long began) {
        JsonObject json = body.toJsonObject();
        String word = answer.statusCode() == 202 ? json.getString("id") : json.getString("code");
        return new Answer(answer.statusCode(), word, Duration.ofNanos(System.nanoTime() - began));
    }

    /** How many there are of each code, the accepted ones under "accepted". */
    static Map<String, Long> counts(List<Answer> answers) {
        return answers.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.isAccepted() ? "accepted" : answer.word(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    @Override
    public void close() {
        client.close();
        vertx.close();
    }
}
