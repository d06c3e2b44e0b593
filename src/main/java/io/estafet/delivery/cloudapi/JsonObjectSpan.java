package io.estafet.delivery.cloudapi;

import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Where the fields of a JSON object lie in its bytes.
 *
 * @param from index of the first byte after the opening brace
 * @param length number of bytes up to the closing brace
 */
record JsonObjectSpan(int from, int length) {

    /** The envelope's fields. A field {@code to} in the message would win over {@code recipient}. */
    private static final Set<String> RESERVED =
            Set.of("messaging_product", "recipient_type", "to", "recipient", "biz_opaque_callback_data");

    /** @throws IllegalArgumentException when it is not an object with a field, or a field's name is the envelope's */
    static JsonObjectSpan scan(byte[] json) {
        return new Scan(json).run();
    }

    /** One pass over the bytes. UTF-8's continuation bytes are never quotes, braces or backslashes. */
    private static final class Scan {

        private final byte[] json;
        private int at;
        private int depth;
        private int fields;
        private boolean nameNext;

        Scan(byte[] json) {
            this.json = json;
        }

        JsonObjectSpan run() {
            skipSpace();
            if (at == json.length || json[at] != '{') {
                throw notAnObject();
            }
            int from = at + 1;
            int close = closingBrace();
            at = close + 1;
            skipSpace();
            if (at != json.length || fields == 0) {
                throw notAnObject();
            }
            return new JsonObjectSpan(from, close - from);
        }

        private int closingBrace() {
            for (; at < json.length; at++) {
                switch (json[at]) {
                    case '"' -> string();
                    case '{', '[' -> nameNext = ++depth == 1;
                    case '}', ']' -> depth--;
                    case ',' -> nameNext = depth == 1;
                    default -> {}
                }
                if (depth == 0) {
                    if (json[at] == '}') {
                        return at;
                    }
                    throw notAnObject();
                }
            }
            throw notAnObject();
        }

        /** Moves to the closing quote. */
        private void string() {
            int start = at;
            boolean escaped = false;
            for (at++; at < json.length && json[at] != '"'; at++) {
                if (json[at] == '\\') {
                    escaped = true;
                    at++;
                }
            }
            if (at >= json.length) {
                throw notAnObject();
            }
            if (nameNext) {
                nameNext = false;
                fields++;
                refuseReserved(start, at + 1, escaped);
            }
        }

        private void refuseReserved(int start, int end, boolean escaped) {
            String name = new String(json, start + 1, end - start - 2, StandardCharsets.UTF_8);
            if (RESERVED.contains(escaped ? unescape(name) : name)) {
                throw new IllegalArgumentException("the message has a field that belongs to the envelope");
            }
        }

        private static String unescape(String name) {
            try {
                return (String) Json.decodeValue('"' + name + '"');
            } catch (RuntimeException e) {
                throw notAnObject();
            }
        }

        private void skipSpace() {
            while (at < json.length && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
                at++;
            }
        }

        private static IllegalArgumentException notAnObject() {
            return new IllegalArgumentException("the message is not a JSON object with fields");
        }
    }
}
