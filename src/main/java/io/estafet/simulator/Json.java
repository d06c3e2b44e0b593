package io.estafet.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Collectors;

/** The simulator's JSON: strict for its own control API, tolerant where it plays WhatsApp. */
final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            // As the Graph API does. An unpaired surrogate, which JSON can carry and UTF-8 cannot, is thus preserved.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private Json() {}

    /** Bad input to the control API: answered as a 400 problem. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String pointer;

        Refused(String pointer, String detail) {
            super(detail);
            this.pointer = pointer;
        }

        String pointer() {
            return pointer;
        }

        String detail() {
            return Objects.requireNonNullElse(getMessage(), "bad input");
        }
    }

    static JsonNode parse(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw new Refused("", "the body is empty");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new Refused("", "not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Refused("", "not JSON");
        }
    }

    /** {@code given} laid over {@code defaults}, as {@code type}; fields that neither has are null. */
    static <T> T read(JsonNode given, Object defaults, Class<T> type) {
        if (!given.isObject()) {
            throw new Refused("", "must be a JSON object");
        }
        try {
            return MAPPER.treeToValue(overlay(MAPPER.valueToTree(defaults), given), type);
        } catch (JsonMappingException e) {
            String pointer = e.getPath().stream()
                    .map(at -> "/" + (at.getFieldName() == null ? at.getIndex() : at.getFieldName()))
                    .collect(Collectors.joining());
            Throwable cause = e.getCause();
            String ours = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
            throw new Refused(pointer, ours != null ? ours : e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new Refused("", e.getOriginalMessage());
        }
    }

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass(), e);
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    private static JsonNode overlay(JsonNode defaults, JsonNode given) {
        if (given.isNull()) {
            return defaults;
        }
        if (!defaults.isObject() && !given.isObject()) {
            return given;
        }
        if (given.isNumber() && defaults.has("distribution")) {
            return object().put("distribution", "fixed").set("millis", given);
        }
        if (!given.isObject()) {
            return given;
        }
        ObjectNode merged = defaults.isObject() ? defaults.deepCopy() : object();
        given.properties().forEach(field -> {
            JsonNode value = overlay(merged.path(field.getKey()), field.getValue());
            // A null counts as a field left out.
            if (!value.isNull() && !value.isMissingNode()) {
                merged.set(field.getKey(), value);
            }
        });
        return merged;
    }
}
