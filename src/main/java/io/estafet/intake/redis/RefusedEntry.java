package io.estafet.intake.redis;

import io.estafet.intake.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** A refused entry as it is kept: its beginning, what is wrong with it, and when. */
final class RefusedEntry {

    private RefusedEntry() {}

    static String json(byte[] entry, Refusal refusal, Instant at) {
        byte[] beginning = Arrays.copyOf(entry, Math.min(entry.length, TakeScript.KEPT_BYTES));
        return new JsonObject()
                .put("entry", new String(beginning, StandardCharsets.UTF_8))
                .put("problem", problem(refusal))
                .put("at", at.toString())
                .encode();
    }

    private static JsonObject problem(Refusal refusal) {
        JsonArray errors = new JsonArray();
        refusal.flaws()
                .forEach(flaw -> errors.add(
                        new JsonObject().put("pointer", flaw.pointer()).put("detail", flaw.detail())));
        return new JsonObject()
                .put("type", "urn:estafet:problem:" + refusal.code().word())
                .put("title", refusal.code().title())
                .put("status", refusal.code().status())
                .put("code", refusal.code().word())
                .put("detail", refusal.detail())
                .put("errors", errors);
    }
}
