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

    private final List<WebhookEvents.Status> statuses = new ArrayList<>();
    private final List<WebhookEvents.Inbound> messages = new ArrayList<>();
    private final List<WebhookEvents.Preference> preferences = new ArrayList<>();
    private final List<WebhookEvents.Throttle> throttles = new ArrayList<>();
    private final List<WebhookEvents.TemplateChange> templates = new ArrayList<>();
    private final List<WebhookEvents.Limit> limits = new ArrayList<>();
    private final List<WebhookEvents.Upgrade> upgrades = new ArrayList<>();
    private final List<WebhookEvents.Health> healths = new ArrayList<>();
    private final List<EventKind> others = new ArrayList<>();
    private final List<EventKind> malformed = new ArrayList<>();
    private int items;

    <T> List<T> each(EventKind kind, JsonNode items, Function<JsonNode, Optional<T>> reader) {
        List<T> read = new ArrayList<>();
        if (!items.isArray()) {
            malformed(kind);
            return read;
        }
        for (JsonNode item : items) {
            one(kind, () -> reader.apply(item)).ifPresent(read::add);
        }
        return read;
    }

    <T> Optional<T> one(EventKind kind, Supplier<Optional<T>> reader) {
        if (isFull()) {
            return Optional.empty();
        }
        try {
            Optional<T> read = reader.get();
            if (read.isEmpty()) {
                others.add(kind);
            }
            return read;
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException wrong) {
            malformed(kind);
            return Optional.empty();
        }
    }

    private boolean isFull() {
        items++;
        if (items == MOST + 1) {
            malformed(EventKind.PAYLOAD);
        }
        return items > MOST;
    }

    void status(WebhookEvents.Status status) {
        statuses.add(status);
    }

    void message(WebhookEvents.Inbound message) {
        messages.add(message);
    }

    void preference(WebhookEvents.Preference preference) {
        preferences.add(preference);
    }

    void throttle(WebhookEvents.Throttle throttle) {
        throttles.add(throttle);
    }

    void template(WebhookEvents.TemplateChange template) {
        templates.add(template);
    }

    void limit(WebhookEvents.Limit limit) {
        limits.add(limit);
    }

    void upgrade(WebhookEvents.Upgrade upgrade) {
        upgrades.add(upgrade);
    }

    void health(WebhookEvents.Health health) {
        healths.add(health);
    }

    void other() {
        others.add(EventKind.OTHER);
    }

    void malformed(EventKind kind) {
        malformed.add(kind);
    }

    WebhookEvents events() {
        return new WebhookEvents(
                statuses, messages, preferences, throttles, templates, limits, upgrades, healths, others, malformed);
    }
}
