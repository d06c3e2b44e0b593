package io.estafet.inbound.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.inbound.WebhookEvents;
import io.estafet.message.AttemptId;
import io.estafet.recipient.Address;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code statuses[]}, and {@code errors[]} of a whole number. */
final class StatusItems {

    private static final int DETAIL_CHARACTERS = 500;
    /** The most characters of an id; WhatsApp's ids have about a hundred. */
    private static final int ID_CHARACTERS = 512;

    private static final int THROUGHPUT_EXCEEDED = 130429;

    /** The code of a failed status that does not say why; the error table has no row for it. */
    private static final int NO_CODE = -1;

    /** Seven digits and more, with a plus or separators: a phone number, or nothing that we need. */
    private static final Pattern LONG_NUMBER = Pattern.compile("\\+?\\d(?:[ ().-]{0,2}\\d){6,}");

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\p{Co}\\p{Cn}\\u2028\\u2029]+");

    private StatusItems() {}

    /** Empty for a status that we do not know. */
    static Optional<WebhookEvents.Status> status(JsonNode value, JsonNode item) {
        Optional<WebhookEvents.Word> word = word(GraphFields.text(item, "status"));
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new WebhookEvents.Status(
                GraphFields.sender(value),
                attempt(item),
                id(item),
                word.get(),
                GraphFields.time(item, "timestamp"),
                word.get() == WebhookEvents.Word.FAILED ? Optional.of(failure(item.path("errors"))) : Optional.empty(),
                aliases(item)));
    }

    /** Reads an error that names no message. Of such errors, only being over the throughput has a consequence. */
    static Optional<WebhookEvents.Throttle> throttle(JsonNode value, JsonNode item) {
        return GraphFields.number(GraphFields.text(item, "code")) == THROUGHPUT_EXCEEDED
                ? Optional.of(new WebhookEvents.Throttle(GraphFields.sender(value)))
                : Optional.empty();
    }

    private static Optional<WebhookEvents.Word> word(String status) {
        return switch (status) {
            case "sent" -> Optional.of(WebhookEvents.Word.SENT);
            case "delivered" -> Optional.of(WebhookEvents.Word.DELIVERED);
            // A voice message was played. It has been read, and we record no more than that.
            case "read", "played" -> Optional.of(WebhookEvents.Word.READ);
            case "failed" -> Optional.of(WebhookEvents.Word.FAILED);
            default -> Optional.empty();
        };
    }

    private static String id(JsonNode item) {
        String id = GraphFields.text(item, "id");
        if (id.length() > ID_CHARACTERS) {
            throw new UnreadableException("the id is too long");
        }
        return id;
    }

    private static Optional<AttemptId> attempt(JsonNode item) {
        return GraphFields.optionalText(item, "biz_opaque_callback_data").flatMap(AttemptId::fromCallbackData);
    }

    /**
     * The person's other names. An alias that is invalid is no reason to lose the status. A group is nobody's alias.
     */
    private static List<Address> aliases(JsonNode item) {
        try {
            return item.path("recipient_type").asText().equals("group")
                    ? List.of()
                    : GraphFields.person(item, "recipient_id", "recipient_user_id");
        } catch (IllegalArgumentException noAddress) {
            return List.of();
        }
    }

    private static WebhookEvents.Failure failure(JsonNode errors) {
        JsonNode error = errors.path(0);
        int code = code(error);
        return new WebhookEvents.Failure(code, detail(code, error));
    }

    /** A code that is invalid is no reason to lose the status. */
    private static int code(JsonNode error) {
        try {
            return GraphFields.optionalText(error, "code")
                    .map(GraphFields::number)
                    .map(Math::toIntExact)
                    .orElse(NO_CODE);
        } catch (IllegalArgumentException | ArithmeticException noCode) {
            return NO_CODE;
        }
    }

    private static String detail(int code, JsonNode error) {
        String title = error.path("title").asText();
        String message = error.path("message").asText();
        String details = error.path("error_data").path("details").asText();
        StringBuilder words = new StringBuilder(code == NO_CODE ? "" : "(#" + code + ") ").append(title);
        if (!message.equals(title)) {
            words.append(' ').append(message);
        }
        if (!details.isEmpty() && !details.equals(message)) {
            words.append(": ").append(details);
        }
        return clean(words.toString(), code);
    }

    private static String clean(String words, int code) {
        // Cut first, with some length to spare because masks shorten the text: the patterns see a bounded text.
        String bounded = words.length() <= 2 * DETAIL_CHARACTERS ? words : words.substring(0, 2 * DETAIL_CHARACTERS);
        String prefix = "(#" + code + ")";
        boolean hasCode = bounded.startsWith(prefix);
        String rest = hasCode ? bounded.substring(prefix.length()) : bounded;
        String masked = LONG_NUMBER.matcher(rest).replaceAll("[number]");
        String text = (hasCode ? prefix : "") + masked;
        // Cut before it is cleaned: the cut may leave half a surrogate pair.
        String cut = text.length() <= DETAIL_CHARACTERS ? text : text.substring(0, DETAIL_CHARACTERS);
        return UNPRINTABLE.matcher(cut).replaceAll(" ").strip();
    }
}
