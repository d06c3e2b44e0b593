package io.estafet.inbound.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.estafet.inbound.EventKind;
import io.estafet.inbound.PayloadReader;
import io.estafet.inbound.WebhookEvents;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * Reads the Cloud API's envelope: {@code entry[]} of accounts, {@code changes[]} of fields, arrays of items. One
 * payload may hold several of each. Unknown fields are ignored.
 */
@Singleton
public final class CloudApiPayloads implements PayloadReader {

    private final ObjectMapper json = JsonMapper.builder().build();

    @Override
    public WebhookEvents read(byte[] body) {
        ParsedPayload parsed = new ParsedPayload();
        JsonNode envelope = parse(body);
        if (envelope.path("entry").isArray()) {
            envelope.path("entry").forEach(entry -> readEntry(entry, parsed));
        } else {
            parsed.malformed.add(EventKind.PAYLOAD);
        }
        return parsed.events();
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException notJson) {
            return json.missingNode();
        }
    }

    private static void readEntry(JsonNode entry, ParsedPayload into) {
        if (!entry.path("changes").isArray()) {
            into.malformed.add(EventKind.PAYLOAD);
            return;
        }
        for (JsonNode change : entry.path("changes")) {
            if (change.path("value").isObject()) {
                readChange(entry, change.path("field").asText(), change.path("value"), into);
            } else {
                into.malformed.add(EventKind.PAYLOAD);
            }
        }
    }

    private static void readChange(JsonNode entry, String field, JsonNode value, ParsedPayload into) {
        switch (field) {
            case "messages" -> readMessages(value, into);
            case "user_preferences" ->
                into.each(
                        EventKind.PREFERENCE,
                        value.path("user_preferences"),
                        item -> PeopleItems.preference(value, item),
                        into.preferences);
            case "message_template_status_update" -> readTemplate(entry, value, into);
            case "phone_number_quality_update" -> readQuality(entry, value, into);
            case "account_update" ->
                into.one(EventKind.HEALTH, () -> HealthItems.ofAccount(entry, value), into.healths);
            case "business_capability_update" ->
                into.one(EventKind.LIMIT, () -> AccountItems.limit(entry, value), into.limits);
            default -> into.others.add(EventKind.OTHER);
        }
    }

    private static void readMessages(JsonNode value, ParsedPayload into) {
        boolean isKnown = value.has("statuses") || value.has("messages") || value.has("errors");
        if (!isKnown) {
            into.others.add(EventKind.OTHER);
        }
        if (value.has("statuses")) {
            into.each(EventKind.STATUS, value.path("statuses"), item -> StatusItems.status(value, item), into.statuses);
        }
        if (value.has("messages")) {
            into.each(
                    EventKind.MESSAGE, value.path("messages"), item -> PeopleItems.message(value, item), into.messages);
        }
        if (value.has("errors")) {
            into.each(EventKind.ERROR, value.path("errors"), item -> StatusItems.throttle(value, item), into.throttles);
        }
    }

    /** WhatsApp's own example of a quality update has the field name of a status update. */
    private static void readTemplate(JsonNode entry, JsonNode value, ParsedPayload into) {
        if (value.has("new_quality_score")) {
            into.others.add(EventKind.OTHER);
        } else {
            into.one(EventKind.TEMPLATE, () -> AccountItems.template(entry, value), into.templates);
        }
    }

    private static void readQuality(JsonNode entry, JsonNode value, ParsedPayload into) {
        if (value.path("event").asText().equals("THROUGHPUT_UPGRADE")) {
            into.one(EventKind.THROUGHPUT, () -> AccountItems.upgrade(entry, value), into.upgrades);
        }
        if (HealthItems.isToldBy(value)) {
            into.one(EventKind.HEALTH, () -> HealthItems.ofNumber(entry, value), into.healths);
        }
        into.one(EventKind.LIMIT, () -> AccountItems.limit(entry, value), into.limits);
    }
}
