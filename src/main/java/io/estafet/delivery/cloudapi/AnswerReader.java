package io.estafet.delivery.cloudapi;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.estafet.delivery.DeliveryResult;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads an answer. A 2xx that names a message means accepted, and a Graph error means refused, whatever the HTTP
 * status; after any other answer the outcome is unknown. Only exact types count: an answer that is half right proves
 * nothing.
 */
final class AnswerReader {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
    private static final int WAMID_CHARACTERS = 512;
    private static final String ACCEPTED = "accepted";

    private AnswerReader() {}

    /** @param secrets the address and the token, which may not appear in the result's words */
    static DeliveryResult read(int status, MultiMap headers, Buffer body, String... secrets) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body.getBytes());
        } catch (IOException notJson) {
            return new DeliveryResult.Unknown("HTTP " + status + " without a readable answer");
        }
        if (status >= 200 && status < 300) {
            Optional<DeliveryResult> sent = accepted(answer);
            if (sent.isPresent()) {
                return sent.get();
            }
        }
        JsonNode error = answer.path("error");
        if (error.path("code").isInt()) {
            return new DeliveryResult.Refused(
                    error.path("code").intValue(), ErrorText.of(error, secrets), RetryAfterHeaders.read(headers));
        }
        return new DeliveryResult.Unknown("HTTP " + status + " with neither a message nor a Graph error");
    }

    private static Optional<DeliveryResult> accepted(JsonNode answer) {
        JsonNode message = answer.path("messages").path(0);
        JsonNode id = message.path("id");
        String wamid = id.asText();
        if (!id.isTextual() || wamid.isBlank() || wamid.length() > WAMID_CHARACTERS || !isPlain(wamid)) {
            return Optional.empty();
        }
        JsonNode waId = answer.path("contacts").path(0).path("wa_id");
        JsonNode status = message.path("message_status");
        return Optional.of(new DeliveryResult.Sent(
                wamid,
                Optional.of(waId.asText()).filter(text -> waId.isTextual() && !text.isEmpty() && isPlain(text)),
                Optional.of(status.asText())
                        .filter(word -> status.isTextual() && !word.equals(ACCEPTED))
                        .map(word -> ErrorText.clean(word))));
    }

    /** Ids and wa_ids are ASCII words. Anything else could carry line breaks or NUL into logs and the journal. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
