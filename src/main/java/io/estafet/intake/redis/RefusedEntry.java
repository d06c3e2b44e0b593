package io.estafet.intake.redis;

import io.estafet.intake.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A refused entry as it is kept: its beginning, what is wrong with it, and when it was refused. It has some 16 KiB at
 * most, whatever the size of the entry, because a hundred thousand of them may be kept.
 */
final class RefusedEntry {

    /** The length of a control character in JSON. */
    private static final int ESCAPED_BYTES = 6;

    private static final int MOST_FLAWS = 10;
    private static final int MOST_CHARACTERS = 200;

    private RefusedEntry() {}

    static String json(byte[] entry, Refusal refusal, Instant at) {
        return new JsonObject()
                .put("entry", beginning(entry))
                .put("problem", problem(refusal))
                .put("at", at.toString())
                .encode();
    }

    /**
     * The beginning of the entry, cut at 4 KiB. The bound also holds for the replacement characters of bytes that are
     * no text.
     */
    private static String beginning(byte[] entry) {
        byte[] cut = Arrays.copyOf(entry, Math.min(entry.length, TakeEntriesScript.KEPT_BYTES));
        String text = new String(cut, StandardCharsets.UTF_8);
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += bytes(text.charAt(i));
            if (bytes > TakeEntriesScript.KEPT_BYTES) {
                return text.substring(0, Character.isLowSurrogate(text.charAt(i)) ? i - 1 : i);
            }
        }
        return text;
    }

    private static int bytes(char c) {
        if (c < ' ') {
            return ESCAPED_BYTES;
        }
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    private static JsonObject problem(Refusal refusal) {
        JsonArray errors = new JsonArray();
        refusal.flaws().stream()
                .limit(MOST_FLAWS)
                .forEach(flaw -> errors.add(
                        new JsonObject().put("pointer", cut(flaw.pointer())).put("detail", cut(flaw.detail()))));
        return new JsonObject()
                .put("type", "urn:estafet:problem:" + refusal.code().word())
                .put("title", refusal.code().title())
                .put("status", refusal.code().status())
                .put("code", refusal.code().word())
                .put("detail", refusal.detail())
                .put("errors", errors);
    }

    private static String cut(String text) {
        boolean half = text.length() > MOST_CHARACTERS && Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
        return text.length() <= MOST_CHARACTERS
                ? text
                : text.substring(0, half ? MOST_CHARACTERS - 1 : MOST_CHARACTERS);
    }
}
