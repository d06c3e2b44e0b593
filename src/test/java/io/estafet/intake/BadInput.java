package io.estafet.intake;

import io.estafet.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A message that no door may take.
 *
 * @param text with names in place of what is the test's own: BASE, FROM, TO, GOOD, TEMPLATE; the character U+0001
 *     stands for the byte 0xFF, which is in no UTF-8
 * @param pointer where it must be said that something is wrong
 */
record BadInput(String name, String text, IntakeCode code, String pointer) {

    private static final String DEEP = "[".repeat(40) + "]".repeat(40);

    private static final String DEEPEST = "/a" + "/0".repeat(StrictJson.MAX_DEPTH - 1);

    /** What goes through every door in the same way. */
    static List<BadInput> all() {
        return List.of(
                invalid("unknown field", "{BASE,\"colour\":1}", "/colour"),
                invalid("unknown field with odd name", "{BASE,\"a/b~c\":1}", "/a~1b~0c"),
                invalid("sender of wrong type", "{\"sender\":1,TO,GOOD}", "/sender"),
                invalid("to of wrong type", "{FROM,\"to\":6281200000001,GOOD}", "/to"),
                invalid("message of wrong type", "{FROM,TO,\"message\":\"hi\"}", "/message"),
                invalid("list as reference", "{BASE,\"reference\":[]}", "/reference"),
                invalid("number as time", "{BASE,\"sendAt\":1e400}", "/sendAt"),
                invalid("no time", "{BASE,\"expiresAt\":\"tomorrow\"}", "/expiresAt"),
                invalid("time without zone", "{BASE,\"sendAt\":\"2030-01-01T00:00:00\"}", "/sendAt"),
                invalid("time out of range", "{BASE,\"expiresAt\":\"+999999999-01-01T00:00:00Z\"}", "/expiresAt"),
                invalid("both", "{BASE,\"recipient\":\"US.1\"}", "/recipient"),
                invalid("none", "{FROM,GOOD}", "/to"),
                invalid("null for to", "{FROM,\"to\":null,GOOD}", "/to"),
                invalid("no plus", "{FROM,\"to\":\"6281200000001\",GOOD}", "/to"),
                invalid("national number", "{FROM,\"to\":\"081200000001\",GOOD}", "/to"),
                invalid("too many digits", "{FROM,\"to\":\"+6281200000001234567\",GOOD}", "/to"),
                invalid("other digits", "{FROM,\"to\":\"+٦٢٨١٢٠٠٠٠٠٠٠١\",GOOD}", "/to"),
                invalid("number with newline", "{FROM,\"to\":\"+6281200000001\\n\",GOOD}", "/to"),
                invalid("no message", "{FROM,TO}", "/message"),
                invalid("unknown type", "{FROM,TO,\"message\":{\"type\":\"fax\",\"fax\":{\"a\":1}}}", "/message/type"),
                invalid("envelope", "{FROM,TO,\"message\":{\"to\":\"1\",\"type\":\"text\"}}", "/message/to"),
                invalid("category of free-form", "{BASE,\"category\":\"utility\"}", "/category"),
                invalid("unknown category", "{BASE,\"category\":\"spam\"}", "/category"),
                invalid(
                        "category of template",
                        "{FROM,TO,\"message\":TEMPLATE,\"category\":\"marketing\"}",
                        "/category"),
                invalid("fallback of template", "{FROM,TO,\"message\":TEMPLATE,\"fallback\":TEMPLATE}", "/fallback"),
                invalid("NUL", "{BASE,\"reference\":\"a\\u0000b\"}", "/reference"),
                invalid("NUL within", in("\\u0000"), "/message/text/body"),
                invalid("lone high surrogate", in("\\ud83d"), "/message/text/body"),
                invalid("lone low surrogate", in("\\ude42\\ud83d"), "/message/text/body"),
                broken("lone surrogate in a name", "{BASE,\"\\ud800\":1}", "/message"),
                invalid("long reference", "{BASE,\"reference\":\"" + "x".repeat(129) + "\"}", "/reference"),
                new BadInput(
                        "unregistered sender", "{\"sender\":\"nobody\",TO,GOOD}", IntakeCode.SENDER_UNKNOWN, "/sender"),
                new BadInput("more than 64 KiB", in("x".repeat(70_000)), IntakeCode.TOO_LARGE, ""),
                broken("not JSON", "hello", ""),
                broken("list", "[{BASE}]", ""),
                broken("text", "\"BASE\"", ""),
                broken("null", "null", ""),
                broken("cut short", "{FROM,", "/sender"),
                broken("trailing garbage", "{BASE}x", ""),
                broken("two messages", "{BASE}{BASE}", ""),
                broken("doubled name", "{BASE,\"sender\":\"x\"}", "/sender"),
                broken("doubled name within", "{FROM,TO,\"message\":{\"type\":1,\"type\":2}}", "/message/type"),
                broken("very deep", "{BASE,\"a\":" + DEEP + "}", DEEPEST),
                broken("very deep without end", "{BASE,\"a\":" + "[".repeat(60_000), DEEPEST),
                broken("endless number", "{BASE,\"a\":" + "9".repeat(50_000) + "}", "/a"),
                broken("exponent beyond all", "{BASE,\"a\":1e99999999999999999999}", ""),
                broken("not a number", "{BASE,\"a\":NaN}", "/a"),
                broken("control character", in("\t"), "/message/text/body"),
                broken("ill-formed UTF-8", in("\u0001"), ""),
                broken("zero byte", in("\0"), ""),
                broken("comment", "{BASE/* hi */}", "/message"));
    }

    /** @param tenant named in the message, as an entry of the list does */
    byte[] bytes(String sender, Optional<String> tenant) {
        String filled = text.replace("TEMPLATE", Doors.TEMPLATE)
                .replace("BASE", "FROM,TO,GOOD")
                .replace("FROM", "\"sender\":\"" + sender + "\"")
                .replace("TO", "\"to\":\"+6281200000001\"")
                .replace("GOOD", "\"message\":{\"type\":\"text\",\"text\":{\"body\":\"x\"}}");
        String named = tenant.filter(name -> filled.startsWith("{"))
                .map(name -> "{\"tenant\":\"" + name + "\"," + filled.substring(1))
                .orElse(filled);
        byte[] bytes = named.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == 1 ? (byte) 0xFF : bytes[i];
        }
        return bytes;
    }

    @Override
    public String toString() {
        return name;
    }

    private static String in(String body) {
        return "{FROM,TO,\"message\":{\"type\":\"text\",\"text\":{\"body\":\"" + body + "\"}}}";
    }

    private static BadInput invalid(String name, String text, String pointer) {
        return new BadInput(name, text, IntakeCode.INVALID, pointer);
    }

    private static BadInput broken(String name, String text, String pointer) {
        return new BadInput(name, text, IntakeCode.MALFORMED_JSON, pointer);
    }
}
