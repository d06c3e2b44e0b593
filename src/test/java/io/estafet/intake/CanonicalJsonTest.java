package io.estafet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That all spellings of one value are one text, and different values are different texts. */
class CanonicalJsonTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String[] TEXTS = {"", "é", "e\u0301", "\uD83D\uDE42", "שלום", "\u202Eabc", "\"\\/\n\t", "a b"};

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|1.0",
                "10|1e1",
                "0|-0.0",
                "0.5|5e-1",
                "'\"é\"'|'\"\\u00e9\"'",
                "'\"/\"'|'\"\\/\"'",
                "'{\"a\":1,\"b\":2}'|'{ \"b\":2.0, \"a\":1 }'",
                "'\"\uD83D\uDE42\"'|'\"\\ud83d\\ude42\"'"
            })
    void spellingsOfOneValueAreTheSame(String one, String other) throws JsonProcessingException {
        assertThat(CanonicalJson.text(MAPPER.readTree(one))).isEqualTo(CanonicalJson.text(MAPPER.readTree(other)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|'\"1\"'",
                "[1,2]|[2,1]",
                "[]|{}",
                "null|'\"null\"'",
                "true|'\"true\"'",
                "[[1],2]|[[1,2]]",
                "'\"é\"'|'\"e\u0301\"'",
                "'[\"a,b\"]'|'[\"a\",\"b\"]'",
                "9007199254740993|9007199254740992"
            })
    void differentValuesAreDifferent(String one, String other) throws JsonProcessingException {
        assertThat(CanonicalJson.text(MAPPER.readTree(one))).isNotEqualTo(CanonicalJson.text(MAPPER.readTree(other)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2147483647", "1e-2147483647"})
    void numbersAreNeverWrittenInFullLength(String number) throws JsonProcessingException {
        assertThat(CanonicalJson.text(MAPPER.readTree(number))).hasSizeLessThan(50);
    }

    @Test
    void orderOfNamesAndSpellingNeverMatter() throws JsonProcessingException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Object value = value(random, 4);
            String one = CanonicalJson.text(read(spell(value, random)));
            String other = CanonicalJson.text(read(spell(value, random)));
            assertThat(one).as("seed %d, value %d", seed, i).isEqualTo(other);
            assertThat(read(one.replace(",}", "}").replace(",]", "]"))).isNotNull();
        }
    }

    private static JsonNode read(String json) throws JsonProcessingException {
        return MAPPER.readTree(json);
    }

    /** A list of values, a list of named values, a text, or a number as {value, scale}. */
    private static Object value(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 2 : 4);
        if (kind == 0) {
            return TEXTS[random.nextInt(TEXTS.length)];
        } else if (kind == 1) {
            return new int[] {random.nextInt(2_000) - 1_000, random.nextInt(6)};
        }
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Object item = value(random, depth - 1);
            items.add(kind == 2 ? item : new Object[] {TEXTS[i] + i, item});
        }
        return items;
    }

    private static String spell(Object value, Random random) {
        if (value instanceof String text) {
            return spell(text, random);
        } else if (value instanceof int[] number) {
            String zeros = "0".repeat(random.nextInt(3));
            return number[0] + (zeros.isEmpty() ? "" : "." + zeros) + (random.nextBoolean() ? "e" : "E+") + number[1];
        }
        List<?> items = new ArrayList<>((List<?>) value);
        boolean named = !items.isEmpty() && items.get(0) instanceof Object[];
        if (named) {
            Collections.shuffle(items, random);
        }
        List<String> spelt = new ArrayList<>();
        for (Object item : items) {
            spelt.add(
                    item instanceof Object[] member
                            ? spell((String) member[0], random) + " ".repeat(random.nextInt(2)) + ":"
                                    + spell(member[1], random)
                            : spell(item, random));
        }
        String inner = String.join(random.nextBoolean() ? "," : " , ", spelt);
        return named ? "{" + inner + "}" : "[" + inner + "]";
    }

    private static String spell(String text, Random random) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\' || random.nextBoolean()) {
                out.append(String.format("\\u%04x", (int) c));
            } else if (Character.isSurrogate(c)) {
                // Halves are written alike: one raw and one escaped is no spelling that UTF-8 has.
                out.append(String.format("\\u%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
