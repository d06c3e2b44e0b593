package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A person writes to a number.
 *
 * @param from the person's phone number
 * @param message a message object with its {@code type}, instead of {@code text}
 */
record InboundSpec(
        String from,
        String phoneNumberId,
        @Nullable String text,
        @Nullable JsonNode message) {
    private static final int MOST_BYTES = 64 * 1024;

    InboundSpec {
        Checks.word("from", from);
        Checks.demand(WaId.valid(WaId.of(from)), "from must be a phone number");
        Checks.word("phoneNumberId", phoneNumberId);
        Checks.demand(text == null || message == null, "give text or message, not both");
        Checks.demand(message == null || message.isObject(), "message must be an object");
        Checks.size("message", message, MOST_BYTES);
        Checks.demand(text == null || text.length() <= MOST_BYTES, "text is longer than " + MOST_BYTES);
    }

    @Override
    public String toString() {
        return "InboundSpec[" + phoneNumberId + "]";
    }
}
