package io.estafet.delivery.cloudapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/**
 * Where the fields of a JSON object lie in its bytes.
 *
 * @param from index of the first byte after the opening brace
 * @param length number of bytes up to the closing brace
 */
record JsonObjectSpan(int from, int length) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** The envelope's fields. A field {@code to} in the message would win over {@code recipient}. */
    private static final Set<String> RESERVED =
            Set.of("messaging_product", "recipient_type", "to", "recipient", "biz_opaque_callback_data");

    /** @throws IllegalArgumentException when it is not an object with a field, or a field's name is the envelope's */
    static JsonObjectSpan scan(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            int from = at(parser) + 1;
            int fields = 0;
            while (isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
                refuseReserved(parser.currentName());
                fields++;
                parser.nextToken();
                parser.skipChildren();
            }
            int length = at(parser) - from;
            // Offsets in bytes are known for UTF-8 only.
            if (fields > 0 && from > 0 && parser.nextToken() == null) {
                return new JsonObjectSpan(from, length);
            }
            throw notAnObject();
        } catch (IOException notJson) {
            throw notAnObject();
        }
    }

    /** Without a cause, whose text might quote the message. */
    private static IllegalArgumentException notAnObject() {
        return new IllegalArgumentException("the message is not a JSON object with fields");
    }

    private static int at(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static void refuseReserved(String name) {
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("the message has a field that belongs to the envelope");
        }
    }
}
