package io.estafet.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.estafet.testing.ServersResource;
import io.estafet.testing.Signatures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A route of the program as a caller sees it, with a small body that it would take.
 *
 * @param reads how it reads a body
 */
record Route(String method, String path, String contentType, Reads reads, byte[] body) {

    /** How a route reads a body. */
    enum Reads {
        /** As a whole, for a known caller. */
        WHOLE,
        /** As a whole, for anybody whose signature header has the right form. */
        SIGNED,
        /** Line by line, answered line by line. */
        LINES,
        /** Line by line, answered at the end. */
        IMPORT,
        /** Not at all. */
        NOTHING
    }

    /** What a caller shows of itself. */
    enum Key {
        NONE,
        WRONG,
        RIGHT
    }

    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    static final List<Route> ALL = List.of(
            whole("POST", "/v1/messages"),
            whole("POST", "/v1/messages/redrive?state=failed"),
            whole("POST", "/v1/messages/01a20255-9d54-7300-ae8a-78ad406296c8/redrive"),
            whole("PUT", "/v1/portfolios/doors"),
            whole("PUT", "/v1/senders/1065"),
            whole("PATCH", "/v1/senders/1065"),
            whole("PUT", "/v1/templates/waba-doors/name/en"),
            whole("PUT", "/v1/consents"),
            new Route("POST", "/webhooks/whatsapp", JSON, Reads.SIGNED, json()),
            new Route("POST", "/v1/messages/batch", LINES, Reads.LINES, lines()),
            new Route("POST", "/v1/consents/import", LINES, Reads.IMPORT, lines()),
            new Route("GET", "/v1/messages", JSON, Reads.NOTHING, json()),
            new Route("GET", "/v1/senders", JSON, Reads.NOTHING, json()),
            new Route("DELETE", "/v1/messages/01a20255-9d54-7300-ae8a-78ad406296c8", JSON, Reads.NOTHING, json()),
            new Route("POST", "/v1/templates/waba-doors/sync", JSON, Reads.NOTHING, json()));

    private static Route whole(String method, String path) {
        return new Route(method, path, JSON, Reads.WHOLE, json());
    }

    /** Two lines that no route takes for a message, and much blank between them. */
    private static byte[] lines() {
        return ("{}\n" + " ".repeat(8_192) + "\n{}\n").getBytes(UTF_8);
    }

    private static byte[] json() {
        byte[] json = new byte[8_192];
        Arrays.fill(json, (byte) ' ');
        json[0] = '{';
        json[json.length - 1] = '}';
        return json;
    }

    /** The header that a caller with this key sends, and its value. */
    Map<String, String> credentials(Key key, byte[] body) {
        if (reads == Reads.SIGNED) {
            return switch (key) {
                case NONE -> Map.of();
                case WRONG -> Map.of("x-hub-signature-256", "sha256=" + "0".repeat(64));
                case RIGHT -> Map.of("x-hub-signature-256", Signatures.sign(body, ServersResource.WEBHOOK_SECRET));
            };
        }
        return switch (key) {
            case NONE -> Map.of();
            case WRONG -> Map.of("authorization", "Bearer another");
            case RIGHT -> Map.of("authorization", "Bearer demo");
        };
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
