package io.estafet.delivery.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** WhatsApp's words about an error, fit for the journal and for logs: no phone numbers, no secrets, one line. */
final class ErrorText {

    private static final int CHARACTERS = 500;

    /**
     * A phone number, or nothing that we need: eight or more digits with an optional plus and the usual separators, or
     * a plus with five or more digits.
     */
    private static final Pattern LONG_NUMBER = Pattern.compile("\\+?\\d(?:[ ().-]{0,2}\\d){7,}|\\+\\d{5,}");

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\p{Co}\\p{Cn}\\u2028\\u2029]+");

    private ErrorText() {}

    /** Code, message and details of a Graph error. */
    static String of(JsonNode error, String... secrets) {
        String code = error.path("code").asText();
        String message = text(error.path("message"));
        String details = text(error.path("error_data").path("details"));
        StringBuilder words = new StringBuilder();
        if (!message.contains(code)) {
            words.append("(#").append(code).append(") ");
        }
        words.append(message);
        if (!details.isEmpty() && !details.equals(message)) {
            words.append(": ").append(details);
        }
        return clean(words.toString(), secrets);
    }

    static String clean(String words, String... secrets) {
        // The text is cut first, so that the patterns see a bounded one. Twice the length leaves a margin for what the
        // masks shorten.
        String text = words.length() <= 2 * CHARACTERS ? words : words.substring(0, 2 * CHARACTERS);
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                text = text.replace(secret, "[masked]");
            }
        }
        text = LONG_NUMBER.matcher(text).replaceAll("[number]");
        text = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
        return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS);
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
    }
}
