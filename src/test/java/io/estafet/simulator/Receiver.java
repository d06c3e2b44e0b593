package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.estafet.testing.Signatures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A business's webhook endpoint: real HTTP, checks signatures with code of its own, can answer 500 for a while. */
final class Receiver implements AutoCloseable {
    static final String SECRET = "app-secret";

    private final HttpServer server;
    private final AtomicInteger refusals = new AtomicInteger();
    final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    final AtomicInteger badSignatures = new AtomicInteger();

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/webhook", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhook";
    }

    String settings() {
        return "\"url\":\"%s\",\"appSecret\":\"%s\"".formatted(url(), SECRET);
    }

    void refuseNext(int count) {
        refusals.set(count);
    }

    int refusalsLeft() {
        return refusals.get();
    }

    /** All statuses received, in the order of arrival. */
    List<JsonNode> statuses() {
        return all("statuses");
    }

    List<JsonNode> messages() {
        return all("messages");
    }

    List<JsonNode> changes() {
        List<JsonNode> changes = new ArrayList<>();
        bodies.forEach(body ->
                body.path("entry").forEach(entry -> entry.path("changes").forEach(changes::add)));
        return changes;
    }

    private List<JsonNode> all(String list) {
        List<JsonNode> found = new ArrayList<>();
        changes().forEach(change -> change.path("value").path(list).forEach(found::add));
        return found;
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!Signatures.sign(body, SECRET).equals(exchange.getRequestHeaders().getFirst("X-Hub-Signature-256"))) {
            badSignatures.incrementAndGet();
        }
        boolean refuse = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (!refuse) {
            bodies.add(Wire.JSON.readTree(body));
        }
        exchange.sendResponseHeaders(refuse ? 500 : 200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
