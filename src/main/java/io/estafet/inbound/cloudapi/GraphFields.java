package io.estafet.inbound.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.message.SenderId;
import io.estafet.recipient.Address;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads fields as Graph writes them: numbers as texts or numbers, ids that may be absent or empty. */
final class GraphFields {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /** As seconds this is the year 5138, as milliseconds 1973: larger numbers are milliseconds. */
    private static final long LARGEST_SECONDS = 100_000_000_000L;

    /** The last time that RFC 3339 can express; later times become this one. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private GraphFields() {}

    /** @throws IllegalArgumentException when there is no such text */
    static String text(JsonNode node, String name) {
        return optionalText(node, name).orElseThrow(() -> new UnreadableException(name + " is missing"));
    }

    /** A text that is not empty; NUL is removed, because PostgreSQL cannot hold it in a text. */
    static Optional<String> optionalText(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw new UnreadableException(name + " is no text");
        }
        String text = value.asText().replace("\0", "").strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /**
     * A time: seconds since the epoch, as text or number; milliseconds have been seen too. Not after the year 9999.
     *
     * @throws IllegalArgumentException when the field is there and is no such number
     */
    static Optional<Instant> time(JsonNode node, String name) {
        return optionalText(node, name).map(GraphFields::number).map(GraphFields::instant);
    }

    /** The time of an event that means nothing without one. */
    static Instant timestamp(JsonNode item) {
        return time(item, "timestamp").orElseThrow(() -> new UnreadableException("no timestamp"));
    }

    /** @throws IllegalArgumentException when it is not a number of reasonable size */
    static long number(String text) {
        if (!DIGITS.matcher(text).matches()) {
            throw new UnreadableException("is not a number");
        }
        return Long.parseLong(text);
    }

    /** The number that a change of the field "messages" is about. */
    static SenderId sender(JsonNode value) {
        return new SenderId(text(value.path("metadata"), "phone_number_id"));
    }

    /** The digits of the display number that an event of an account names. */
    static String displayDigits(JsonNode value) {
        String digits = text(value, "display_phone_number").replaceAll("[^0-9]", "");
        if (digits.isEmpty()) {
            throw new UnreadableException("no number is named");
        }
        return digits;
    }

    /** A person's phone number (digits without plus) and user id, as far as they are given. */
    static List<Address> person(JsonNode node, String phone, String userId) {
        return Stream.of(
                        optionalText(node, phone).map(GraphFields::phoneOrUserId),
                        optionalText(node, userId).map(Address::userId))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** Early versions put the user id into the field of the phone number. */
    private static Address phoneOrUserId(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        return DIGITS.matcher(digits).matches() ? Address.phone("+" + digits) : Address.userId(text);
    }

    private static Instant instant(long number) {
        Instant instant = number > LARGEST_SECONDS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        return instant.isAfter(LAST) ? LAST : instant;
    }
}
