package io.estafet.inbound.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.inbound.EventKind;
import io.estafet.inbound.Notices;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What has been read of one payload so far. An item that throws is malformed; one that gives nothing is of no concern
 * to us; its neighbours are read in either case.
 */
final class Collected {

    /** Items of one payload that are read; WhatsApp tells 1,000 at most. What lies behind them is malformed. */
    private static final int MOST = 100_000;

    private final List<Notices.Status> statuses = new ArrayList<>();
    private final List<Notices.Inbound> messages = new ArrayList<>();
    private final List<Notices.Preference> preferences = new ArrayList<>();
    private final List<Notices.Throttle> throttles = new ArrayList<>();
    private final List<Notices.TemplateChange> templates = new ArrayList<>();
    private final List<Notices.Limit> limits = new ArrayList<>();
    private final List<Notices.Upgrade> upgrades = new ArrayList<>();
    private final List<Notices.Health> healths = new ArrayList<>();
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

    void status(Notices.Status status) {
        statuses.add(status);
    }

    void message(Notices.Inbound message) {
        messages.add(message);
    }

    void preference(Notices.Preference preference) {
        preferences.add(preference);
    }

    void throttle(Notices.Throttle throttle) {
        throttles.add(throttle);
    }

    void template(Notices.TemplateChange template) {
        templates.add(template);
    }

    void limit(Notices.Limit limit) {
        limits.add(limit);
    }

    void upgrade(Notices.Upgrade upgrade) {
        upgrades.add(upgrade);
    }

    void health(Notices.Health health) {
        healths.add(health);
    }

    void other() {
        others.add(EventKind.OTHER);
    }

    void malformed(EventKind kind) {
        malformed.add(kind);
    }

    Notices notices() {
        return new Notices(
                statuses, messages, preferences, throttles, templates, limits, upgrades, healths, others, malformed);
    }
}
