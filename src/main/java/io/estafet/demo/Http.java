package io.estafet.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A plain HTTP client with an API key. It repeats a request that is answered with 503. Blocking: for the demo's own
 * thread only.
 */
final class Http {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OK = 300;
    private static final int UNAVAILABLE = 503;
    /** How often a request is made at most while it is answered with 503. */
    private static final int TRIES = 15;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String base;
    private final String key;
    private final CountDownLatch stopped;

    /**
     * @param key the API key; empty for none
     * @param stopped ends every pause
     */
    Http(String base, String key, CountDownLatch stopped) {
        this.base = base;
        this.key = key;
        this.stopped = stopped;
    }

    void pause(long seconds) throws InterruptedException {
        if (stopped.await(seconds, TimeUnit.SECONDS)) {
            throw new InterruptedException();
        }
    }

    JsonNode get(String path) throws IOException {
        return JSON.readTree(send("GET", path, "", "application/json"));
    }

    void put(String path, Object body) throws IOException {
        send("PUT", path, JSON.writeValueAsString(body), "application/json");
    }

    void post(String path, Object body) throws IOException {
        send("POST", path, JSON.writeValueAsString(body), "application/json");
    }

    /** Posts lines and returns the lines of the answer. */
    String lines(String path, String lines) throws IOException {
        return send("POST", path, lines, "application/x-ndjson");
    }

    private String send(String method, String path, String body, String type) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Content-Type", type)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<String> answer = patiently(request.build());
            if (answer.statusCode() >= OK) {
                throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the demo was stopped");
        }
    }

    private HttpResponse<String> patiently(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        for (int made = 1; answer.statusCode() == UNAVAILABLE && made < TRIES; made++) {
            pause(answer.headers().firstValueAsLong("Retry-After").orElse(1));
            answer = client.send(request, BodyHandlers.ofString());
        }
        return answer;
    }
}
