package io.estafet.intake;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * One form for all spellings of the same JSON: names sorted, no spaces, numbers by value, one way to escape. Two
 * requests are the same exactly when their canonical forms are.
 */
final class CanonicalJson {

    private CanonicalJson() {}

    static byte[] sha256(JsonNode node) {
        return sha256(text(node).getBytes(StandardCharsets.UTF_8));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String text(JsonNode node) {
        StringBuilder out = new StringBuilder();
        append(node, out);
        return out.toString();
    }

    private static void append(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(field -> members.put(field.getKey(), field.getValue()));
            out.append('{');
            members.forEach((name, value) -> {
                append(name, out);
                out.append(':');
                append(value, out);
                out.append(',');
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            for (JsonNode item : node) {
                append(item, out);
                out.append(',');
            }
            out.append(']');
        } else if (node.isTextual()) {
            append(node.textValue(), out);
        } else if (node.isNumber()) {
            // By value: 1, 1.0 and 1e0 are one number. Not in full length, which an exponent could make enormous.
            out.append(node.decimalValue().stripTrailingZeros());
        } else {
            out.append(node.asText());
        }
    }

    private static void append(String text, StringBuilder out) {
        out.append('"')
                .append(JsonStringEncoder.getInstance().quoteAsString(text))
                .append('"');
    }
}
