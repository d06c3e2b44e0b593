package io.estafet.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.estafet.json.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads untrusted JSON strictly. Thread-safe. */
public final class StrictJson {

    /** The deepest nesting: deeper than any message of WhatsApp, and shallow enough for every later reader. */
    static final int MAX_DEPTH = 32;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StrictJson() {}

    /**
     * Reads one JSON value.
     *
     * @throws ProblemException 413 above {@code maxBytes}, 400 for a body that is not JSON or is nested too deep, 422
     *     with pointers for texts that contain NUL or a lone surrogate
     */
    public static JsonNode read(byte[] bytes, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw ProblemException.of(Code.TOO_LARGE, "at most " + maxBytes + " bytes");
        }
        JsonNode node = parse(bytes);
        List<Problem.Field> errors = new ArrayList<>();
        check(node, JsonPointer.empty(), errors);
        if (!errors.isEmpty()) {
            throw Problem.of(Code.INVALID, "", errors).toException();
        }
        return node;
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw ProblemException.of(Code.MALFORMED_JSON, "there is no body");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw ProblemException.of(Code.MALFORMED_JSON, where(e));
        } catch (ArithmeticException | NumberFormatException e) {
            throw ProblemException.of(Code.MALFORMED_JSON, "a number has an exponent that no number has");
        } catch (IOException e) {
            throw ProblemException.of(Code.MALFORMED_JSON, "it is not UTF-8");
        }
    }

    /** Where the parser failed. Its message is not used, since it would quote the body. */
    private static String where(JsonProcessingException failure) {
        var place = failure.getLocation();
        return place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private static void check(JsonNode node, JsonPointer at, List<Problem.Field> errors) {
        if (node.isTextual() && !Texts.isClean(node.textValue())) {
            errors.add(new Problem.Field(at.toString(), Texts.REFUSAL));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            check(node.get(i), at.appendIndex(i), errors);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!Texts.isClean(field.getKey())) {
                errors.add(new Problem.Field(at.toString(), "a name " + Texts.REFUSAL));
            } else {
                check(field.getValue(), at.appendProperty(field.getKey()), errors);
            }
        }
    }
}
