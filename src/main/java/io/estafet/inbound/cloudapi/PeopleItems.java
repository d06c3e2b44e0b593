package io.estafet.inbound.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.inbound.WebhookEvents;
import io.estafet.recipient.Address;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what people did: {@code messages[]} and {@code user_preferences[]}. */
final class PeopleItems {

    /** Types that the person did not write: a changed number, a chat that was opened. They open no window. */
    private static final Set<String> NOT_WRITTEN = Set.of("system", "request_welcome");

    private PeopleItems() {}

    /** Empty for what opens no window with the person: types that the person did not write, and messages to a group. */
    static Optional<WebhookEvents.Inbound> message(JsonNode value, JsonNode item) {
        Optional<String> type = GraphFields.optionalText(item, "type");
        if (type.filter(NOT_WRITTEN::contains).isPresent()
                || GraphFields.optionalText(item, "group_id").isPresent()) {
            return Optional.empty();
        }
        // Without a timestamp the message could be days old, and its window could be closed.
        Instant at = GraphFields.timestamp(item);
        return Optional.of(
                new WebhookEvents.Inbound(GraphFields.sender(value), somebody(item, "from", "from_user_id"), at));
    }

    /** Empty for a category or a value that we do not know. */
    static Optional<WebhookEvents.Preference> preference(JsonNode value, JsonNode item) {
        String word = GraphFields.text(item, "value");
        boolean isStop = word.equals("stop");
        if (!GraphFields.text(item, "category").equals("marketing_messages") || (!isStop && !word.equals("resume"))) {
            return Optional.empty();
        }
        Instant at = GraphFields.timestamp(item);
        return Optional.of(new WebhookEvents.Preference(
                GraphFields.sender(value), somebody(item, "wa_id", "user_id"), isStop, at));
    }

    private static List<Address> somebody(JsonNode item, String phone, String userId) {
        List<Address> person = GraphFields.person(item, phone, userId);
        if (person.isEmpty()) {
            throw new UnreadableException("nobody is named");
        }
        return person;
    }
}
