package io.estafet.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.estafet.simulator.Simulator;
import io.estafet.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** A running simulator and the plainest way to talk to it. */
public final class WhatsApp implements AutoCloseable {

    public static final String TOKEN = "token-1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Simulator simulator;

    private WhatsApp(Simulator simulator) {
        this.simulator = simulator;
    }

    public static WhatsApp start() {
        return new WhatsApp(Simulator.start(SimulatorOptions.on(InstantSource.system())));
    }

    public String baseUrl() {
        return simulator.baseUrl();
    }

    public void number(String id, String wabaId, String portfolio, int throughput) {
        put("/numbers", """
                {"phoneNumberId":"%s","wabaId":"%s","portfolio":"%s","displayPhoneNumber":"15550000001",
                 "token":"%s","throughput":%d}""".formatted(id, wabaId, portfolio, TOKEN, throughput));
    }

    public void portfolio(String id, long limit) {
        put("/portfolios", "{\"id\":\"%s\",\"messagingLimit\":%s}".formatted(id, limit < 0 ? "\"unlimited\"" : limit));
    }

    public void template(String wabaId, String name, String category) {
        put("/templates", """
                {"wabaId":"%s","name":"%s","language":"en_US","category":"%s","status":"APPROVED",
                 "parameterCount":1}""".formatted(wabaId, name, category));
    }

    public void behave(String json) {
        put("/behaviour", json);
    }

    public void clock(long offsetMillis) {
        put("/clock", "{\"offsetMillis\":" + offsetMillis + "}");
    }

    public void personWrites(String from, String number) {
        send("POST", "/inbound", "{\"from\":\"%s\",\"phoneNumberId\":\"%s\",\"text\":\"hi\"}".formatted(from, number));
    }

    public JsonNode report() {
        return json(send("GET", "/report", ""));
    }

    /** One line per request so far. */
    public List<JsonNode> log() {
        try (Stream<String> lines = send("GET", "/log", "").lines()) {
            return lines.filter(line -> !line.isBlank()).map(WhatsApp::json).toList();
        }
    }

    public void resetReport() {
        send("DELETE", "/report", "");
    }

    public void put(String path, String body) {
        send("PUT", path, body);
    }

    private String send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        simulator.close();
    }
}
