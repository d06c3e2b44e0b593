package io.estafet.flow;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
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
    private static final int STREAMS = 100;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final RequestOptions post;
    private final int atOnce;

    /** @param atOnce how many requests can be under way */
    private Burst(int port, HttpClientOptions options, int atOnce) {
        this.client = vertx.createHttpClient(options.setDefaultHost("127.0.0.1")
                .setDefaultPort(port)
                .setMaxWaitQueueSize(-1)
                .setConnectTimeout((int) LONGEST.toMillis()));
        this.post = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setURI("/v1/messages")
                .putHeader("Authorization", "Bearer demo")
                .putHeader("Content-Type", "application/json");
        this.atOnce = atOnce;
    }

    /**
     * HTTP/1.1 with one request at a time on each connection, or HTTP/2 with a hundred; what is more waits in the
     * client.
     *
     * @param protocol {@code 1.1} or {@code 2}
     */
    static Burst of(String protocol, int port, int connections) {
        if (!protocol.equals("2")) {
            return new Burst(port, new HttpClientOptions().setMaxPoolSize(connections), connections);
        }
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(STREAMS)
                .setHttp2MaxPoolSize(connections);
        return new Burst(port, options, connections * STREAMS);
    }

    /**
     * An answer.
     *
     * @param word the message's id when it was accepted, else the problem's code
     * @param after the first of them was sent
     */
    record Answer(int status, String word, Duration after) {

        boolean isAccepted() {
            return status == 202;
        }
    }

    /**
     * As many at the same moment as the connections can carry, once these stand; comes back when each is answered. To
     * make thousands of connections takes a client on the same machine longer than to send over them.
     */
    List<Answer> send(List<String> bodies) {
        List<Future<HttpClientRequest>> requests =
                bodies.stream().map(body -> client.request(post)).toList();
        await(requests.subList(0, Math.min(atOnce, requests.size())));
        long began = System.nanoTime();
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            Buffer body = Buffer.buffer(bodies.get(i));
            answers.add(requests.get(i)
                    .compose(request -> request.send(body))
                    .compose(answer -> answer.body().map(bytes -> answer(answer, bytes, began))));
        }
        await(answers);
        return answers.stream().map(Future::result).toList();
    }

    private static void await(List<? extends Future<?>> futures) {
        try {
            Future.all(futures).toCompletionStage().toCompletableFuture().get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("not every request was answered", e);
        }
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
