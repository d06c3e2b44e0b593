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

/** A plain HTTP client with an API key. Blocking: for the demo's own thread only. */
final class Http {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OK = 300;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String base;
    private final String key;

    /** @param key the API key; empty for none */
    Http(String base, String key) {
        this.base = base;
        this.key = key;
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

    /** Posts lines and answers the lines that came back. */
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
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= OK) {
                throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the demo was stopped");
        }
    }
}
