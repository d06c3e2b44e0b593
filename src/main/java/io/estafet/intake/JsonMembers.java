package io.estafet.intake;

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
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.estafet.intake.Refusal.Flaw;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of one JSON object from an untrusted caller, each with the position of its bytes, so that the bytes are
 * passed on as they were written. Strict: UTF-8 only, no duplicate names, nothing after the object, a bound on depth,
 * no NUL and no lone surrogates.
 */
final class JsonMembers {

    /** Deeper than any message of WhatsApp, and shallow enough for everything that reads the message after us. */
    static final int MAX_DEPTH = 32;

    private static final int MAX_POINTER = 200;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonMembers() {}

    /** A member's value and the position of its bytes. */
    record Member(JsonNode value, int from, int to) {

        byte[] bytes(byte[] json) {
            return Arrays.copyOfRange(json, from, to);
        }
    }

    static Map<String, Member> read(byte[] json) throws RefusedException {
        requireUtf8(json);
        try (JsonParser parser = MAPPER.createParser(json)) {
            Map<String, Member> members = read(parser);
            requireClean(members);
            return members;
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            throw malformed("", "is not JSON");
        }
    }

    private static Map<String, Member> read(JsonParser parser) throws IOException, RefusedException {
        try {
            Map<String, Member> members = new LinkedHashMap<>();
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw malformed("", first == null ? "is empty" : "must be an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                JsonNode value = MAPPER.readTree(parser);
                members.put(name, new Member(value, from, (int)
                        parser.currentLocation().getByteOffset()));
            }
            if (parser.nextToken() != null) {
                throw malformed("", "something follows the object");
            }
            return members;
        } catch (JsonProcessingException e) {
            throw malformed(pointer(parser), where(e));
        }
    }

    /** Says where the error is, not what it is: the parser's own words quote the input. */
    private static String where(JsonProcessingException failure) {
        var place = failure.getLocation();
        String at = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        return "is not JSON, has a doubled name, or is deeper than " + MAX_DEPTH + at;
    }

    private static String pointer(JsonParser parser) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        boolean tellable = pointer.length() <= MAX_POINTER && Texts.isClean(pointer);
        return tellable ? pointer : pointer.substring(0, Math.max(0, pointer.indexOf('/', 1)));
    }

    /**
     * Rejects what Jackson accepts: it lets ill-formed UTF-8 through in some places, and guesses UTF-16 from zero
     * bytes.
     */
    private static void requireUtf8(byte[] json) throws RefusedException {
        for (byte b : json) {
            if (b == 0) {
                throw malformed("", "holds a zero byte");
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
        } catch (CharacterCodingException e) {
            throw malformed("", "is not UTF-8");
        }
    }

    private static void requireClean(Map<String, Member> members) throws RefusedException {
        List<Flaw> flaws = new ArrayList<>();
        members.forEach((name, member) -> checkNamed(name, member.value(), JsonPointer.empty(), flaws));
        if (!flaws.isEmpty()) {
            throw new RefusedException(Refusal.invalid(flaws));
        }
    }

    private static void check(JsonNode node, JsonPointer at, List<Flaw> flaws) {
        if (node.isTextual() && !Texts.isClean(node.textValue())) {
            flaws.add(new Flaw(at.toString(), Texts.REFUSAL));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            check(node.get(i), at.appendIndex(i), flaws);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            checkNamed(field.getKey(), field.getValue(), at, flaws);
        }
    }

    private static void checkNamed(String name, JsonNode value, JsonPointer at, List<Flaw> flaws) {
        if (Texts.isClean(name)) {
            check(value, at.appendProperty(name), flaws);
        } else {
            flaws.add(new Flaw(at.toString(), "a name " + Texts.REFUSAL));
        }
    }

    private static RefusedException malformed(String pointer, String detail) {
        return new RefusedException(Refusal.of(IntakeCode.MALFORMED_JSON, pointer, detail));
    }
}
