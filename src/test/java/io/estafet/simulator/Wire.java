package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A raw client of the simulator: the JDK's, with no knowledge of any rule. */
final class Wire {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String TOKEN = "token-1";
    static final String NUMBER = "106500000000001";
    static final String WABA = "waba-1";
    static final String PORTFOLIO = "portfolio-1";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    Wire(String base) {
        this.base = base;
    }

    /** One number of 80/s, one portfolio, templates of each category with one variable. */
    Wire standard(Object messagingLimit) {
        put("/portfolios", "{\"id\":\"%s\",\"messagingLimit\":%s}".formatted(PORTFOLIO, messagingLimit));
        put("/numbers", number(NUMBER, 80));
        for (String category : new String[] {"AUTHENTICATION", "UTILITY", "MARKETING"}) {
            put("/templates", template(category.toLowerCase(Locale.ROOT), category, "APPROVED"));
        }
        return this;
    }

    static String number(String id, int throughput) {
        return """
                {"phoneNumberId":"%s","wabaId":"%s","portfolio":"%s","displayPhoneNumber":"15550000001",
                 "token":"%s","throughput":%d}
                """.formatted(id, WABA, PORTFOLIO, TOKEN, throughput);
    }

    static String template(String name, String category, String status) {
        return """
                {"wabaId":"%s","name":"%s","language":"en_US","category":"%s","status":"%s",
                 "components":[{"type":"BODY","text":"Hello {{1}}, welcome."}]}
                """.formatted(WABA, name, category, status);
    }

    static String templateBody(String to, String name, String callback) {
        return """
                {"messaging_product":"whatsapp","to":"%s","type":"template",
                 "template":{"name":"%s","language":{"code":"en_US"},
                  "components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]},
                 "biz_opaque_callback_data":"%s"}
                """.formatted(to, name, callback);
    }

    static String textBody(String to, @Nullable String callback) {
        String data = callback == null ? "" : ",\"biz_opaque_callback_data\":\"" + callback + "\"";
        return """
                {"messaging_product":"whatsapp","to":"%s","type":"text","text":{"body":"hello"}%s}
                """.formatted(to, data);
    }

    HttpResponse<String> send(String body) {
        return send(NUMBER, TOKEN, body);
    }

    HttpResponse<String> send(String number, String token, String body) {
        return exchange(sendRequest("/v23.0/" + number + "/messages", token, body));
    }

    /** All messages in one piece, by {@link #atOnce}. */
    List<Integer> sendAtOnce(List<String> bodies) {
        return atOnce(bodies.stream().map(Wire::sending).toList());
    }

    static String sending(String body) {
        return posting("/v23.0/" + NUMBER + "/messages", body);
    }

    /** A request as it goes over the wire. */
    static String posting(String path, String body) {
        return "POST %s HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer %s\r\ncontent-length: %d\r\n\r\n%s"
                .formatted(path, TOKEN, body.getBytes(StandardCharsets.UTF_8).length, body);
    }

    /**
     * Requests in one piece over one connection, so that no stall of this machine can draw them apart; the HTTP
     * statuses of their answers.
     */
    List<Integer> atOnce(List<String> requests) {
        URI to = URI.create(base);
        try (Socket socket = new Socket(to.getHost(), to.getPort())) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write(String.join("", requests).getBytes(StandardCharsets.UTF_8));
            return statuses(socket.getInputStream(), requests.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> statuses(InputStream from, int count) throws IOException {
        StringBuilder answers = new StringBuilder();
        byte[] chunk = new byte[64 * 1024];
        List<Integer> statuses = List.of();
        while (statuses.size() < count) {
            int read = from.read(chunk);
            if (read < 0) {
                throw new EOFException(statuses.size() + " answers to " + count + " requests");
            }
            answers.append(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
            statuses = STATUS.matcher(answers)
                    .results()
                    .map(status -> Integer.valueOf(status.group(1)))
                    .toList();
        }
        return statuses;
    }

    HttpResponse<String> post(String path, String body) {
        return exchange(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> put(String path, String body) {
        return exchange(request(path).PUT(BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> get(String path) {
        return exchange(
                request(path).header("authorization", "Bearer " + TOKEN).GET().build());
    }

    HttpResponse<String> delete(String path) {
        return exchange(request(path).DELETE().build());
    }

    JsonNode report() {
        return json(get("/report"));
    }

    long violations(String kind) {
        return report().path("violations").path(kind).asLong(-1);
    }

    static int code(HttpResponse<String> response) {
        return json(response).path("error").path("code").asInt(-1);
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest sendRequest(String path, String token, String body) {
        return request(path)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
