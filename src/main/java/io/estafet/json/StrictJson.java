package io.estafet.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads untrusted JSON strictly. The reader's caller bounds the number of bytes. What is wrong is said by its place:
 * the parser's own words would quote the input. Thread-safe.
 */
public final class StrictJson {

    /** The deepest nesting: deeper than any message of WhatsApp, and shallow enough for every later reader. */
    public static final int MAX_DEPTH = 32;

    private static final int MAX_POINTER = 200;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final ObjectReader WHOLE = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private StrictJson() {}

    /**
     * Reads one value.
     *
     * @throws JsonException malformed for bytes that are not one JSON value, or too deep; otherwise for NUL and lone
     *     surrogates
     */
    public static JsonNode read(byte[] json) {
        try {
            JsonNode value = WHOLE.readTree(json);
            if (value.isMissingNode()) {
                throw JsonException.malformed("", "there is no body");
            }
            return clean(value);
        } catch (JsonProcessingException e) {
            throw JsonException.malformed("", place(e));
        } catch (ArithmeticException | NumberFormatException e) {
            throw JsonException.malformed("", "a number has an exponent that no number has");
        } catch (IOException e) {
            throw JsonException.malformed("", "it is not UTF-8");
        }
    }

    /**
     * Reads one object whose members are passed on as they were written. It is UTF-8 in every byte: the parser lets
     * ill-formed UTF-8 through in some places, and guesses UTF-16 from zero bytes.
     *
     * @throws JsonException as {@link #read}
     */
    public static WrittenObject object(byte[] json) {
        requireUtf8(json);
        try (JsonParser parser = MAPPER.createParser(json)) {
            WrittenObject object = new WrittenObject(MAPPER.createObjectNode(), new HashMap<>());
            read(json, parser, object);
            clean(object.values());
            return object;
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            throw JsonException.malformed("", "is not JSON");
        }
    }

    private static void read(byte[] json, JsonParser parser, WrittenObject object) throws IOException {
        try {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw JsonException.malformed("", first == null ? "is empty" : "must be an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                object.values().set(name, MAPPER.<JsonNode>readTree(parser));
                int to = (int) parser.currentLocation().getByteOffset();
                object.written().put(name, Arrays.copyOfRange(json, from, to));
            }
            if (parser.nextToken() != null) {
                throw JsonException.malformed("", "something follows the object");
            }
        } catch (JsonProcessingException e) {
            String place = place(e);
            throw JsonException.malformed(
                    pointer(parser),
                    "is not JSON, has a doubled name, or is deeper than " + MAX_DEPTH
                            + (place.isEmpty() ? "" : " at " + place));
        }
    }

    private static String place(JsonProcessingException failure) {
        var place = failure.getLocation();
        return place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private static String pointer(JsonParser parser) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        boolean tellable = pointer.length() <= MAX_POINTER && Texts.isClean(pointer);
        return tellable ? pointer : pointer.substring(0, Math.max(0, pointer.indexOf('/', 1)));
    }

    private static void requireUtf8(byte[] json) {
        for (byte b : json) {
            if (b == 0) {
                throw JsonException.malformed("", "holds a zero byte");
            }
        }
        if (Texts.ofUtf8(json).isEmpty()) {
            throw JsonException.malformed("", "is not UTF-8");
        }
    }

    private static JsonNode clean(JsonNode value) {
        List<Flaw> flaws = new ArrayList<>();
        check(value, JsonPointer.empty(), flaws);
        if (!flaws.isEmpty()) {
            throw JsonException.invalid(flaws);
        }
        return value;
    }

    private static void check(JsonNode node, JsonPointer at, List<Flaw> flaws) {
        if (node.isTextual() && !Texts.isClean(node.textValue())) {
            flaws.add(new Flaw(at.toString(), Texts.REFUSAL));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            check(node.get(i), at.appendIndex(i), flaws);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (Texts.isClean(field.getKey())) {
                check(field.getValue(), at.appendProperty(field.getKey()), flaws);
            } else {
                flaws.add(new Flaw(at.toString(), "a name " + Texts.REFUSAL));
            }
        }
    }
}
