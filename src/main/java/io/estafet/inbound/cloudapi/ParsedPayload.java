package io.estafet.inbound.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.inbound.EventKind;
import io.estafet.inbound.WebhookEvents;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What has been read of one payload so far. An item that throws is malformed. An item that gives nothing is one that
 * Estafet does not act on. Its neighbours are read in either case.
 */
final class ParsedPayload {

    /**
     * The most items of one payload that are read; WhatsApp sends 1,000 at most. Those behind them are one malformed
     * payload.
     */
    private static final int MOST = 100_000;

    final List<WebhookEvents.Status> statuses = new ArrayList<>();
    final List<WebhookEvents.Inbound> messages = new ArrayList<>();
    final List<WebhookEvents.Preference> preferences = new ArrayList<>();
    final List<WebhookEvents.Throttle> throttles = new ArrayList<>();
    final List<WebhookEvents.TemplateChange> templates = new ArrayList<>();
    final List<WebhookEvents.Limit> limits = new ArrayList<>();
    final List<WebhookEvents.Upgrade> upgrades = new ArrayList<>();
    final List<WebhookEvents.Health> healths = new ArrayList<>();
    final List<EventKind> others = new ArrayList<>();
    final List<EventKind> malformed = new ArrayList<>();
    private int items;

    /** Reads the items of an array into one of the lists. */
    <T> void each(EventKind kind, JsonNode items, Function<JsonNode, Optional<T>> reader, List<T> into) {
        if (items.isArray()) {
            items.forEach(item -> one(kind, () -> reader.apply(item), into));
        } else {
            malformed.add(kind);
        }
    }

    /** Reads one item into one of the lists. */
    <T> void one(EventKind kind, Supplier<Optional<T>> reader, List<T> into) {
        if (isFull()) {
            return;
        }
        try {
            reader.get().ifPresentOrElse(into::add, () -> others.add(kind));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException wrong) {
            malformed.add(kind);
        }
    }

    private boolean isFull() {
        items++;
        if (items == MOST + 1) {
            malformed.add(EventKind.PAYLOAD);
        }
        return items > MOST;
    }

    WebhookEvents events() {
        return new WebhookEvents(
                statuses, messages, preferences, throttles, templates, limits, upgrades, healths, others, malformed);
    }
}
