package io.estafet.inbound.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.inbound.WebhookEvents;
import io.estafet.template.TemplateStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads events of an account: templates, limits, throughput. */
final class AccountItems {

    private static final Duration FIRST_PAUSE = Duration.ofHours(3);
    private static final Duration SECOND_PAUSE = Duration.ofHours(6);
    /**
     * More than there are people to write to. Every number up to it is exact in each representation that it passes
     * through.
     */
    private static final long MOST_PEOPLE = 10_000_000_000L;

    private static final Pattern TIER = Pattern.compile("TIER_([0-9]{1,9})(K|M)?");

    private AccountItems() {}

    /** Empty for an event that is not a template's status. */
    static Optional<WebhookEvents.TemplateChange> template(JsonNode entry, JsonNode value) {
        String event = GraphFields.text(value, "event").toUpperCase(Locale.ROOT);
        String waba = GraphFields.text(entry, "id");
        String name = GraphFields.text(value, "message_template_name");
        String language = GraphFields.text(value, "message_template_language");
        return TemplateStatus.ofWord(event)
                .map(status -> new WebhookEvents.TemplateChange(
                        waba, name, language, status, pause(status, value), at(entry)));
    }

    /**
     * The first two pauses for quality end by themselves. Any other pause is ended by hand, and a webhook tells of it.
     */
    private static Optional<Duration> pause(TemplateStatus status, JsonNode value) {
        if (status != TemplateStatus.PAUSED) {
            return Optional.empty();
        }
        return switch (value.at("/other_info/title").asText()) {
            case "FIRST_PAUSE" -> Optional.of(FIRST_PAUSE);
            case "SECOND_PAUSE" -> Optional.of(SECOND_PAUSE);
            default -> Optional.empty();
        };
    }

    /**
     * The portfolio's limit, under whichever of its names; empty when no limit is given or set.
     *
     * @throws IllegalArgumentException when a value is given that is no limit
     */
    static Optional<WebhookEvents.Limit> limit(JsonNode entry, JsonNode value) {
        Optional<String> word = GraphFields.optionalText(value, "max_daily_conversations_per_business")
                .or(() -> GraphFields.optionalText(value, "max_daily_conversation_per_phone"))
                .or(() -> GraphFields.optionalText(value, "current_limit"));
        if (word.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong people = people(word.get());
        return people.isEmpty()
                ? Optional.empty()
                : Optional.of(new WebhookEvents.Limit(GraphFields.text(entry, "id"), people.getAsLong(), at(entry)));
    }

    static Optional<WebhookEvents.Upgrade> upgrade(JsonNode entry, JsonNode value) {
        return Optional.of(new WebhookEvents.Upgrade(GraphFields.text(entry, "id"), GraphFields.displayDigits(value)));
    }

    private static OptionalLong people(String word) {
        if (word.equals("TIER_UNLIMITED") || word.equals("-1")) {
            return OptionalLong.of(-1);
        }
        if (word.equals("TIER_NOT_SET")) {
            return OptionalLong.empty();
        }
        Matcher tier = TIER.matcher(word);
        long people = tier.matches()
                ? Math.multiplyExact(Long.parseLong(tier.group(1)), factor(tier.group(2)))
                : GraphFields.number(word);
        if (people == 0) {
            throw new UnreadableException("a limit of nobody");
        }
        return OptionalLong.of(Math.min(people, MOST_PEOPLE));
    }

    private static long factor(@Nullable String unit) {
        return unit == null ? 1 : unit.equals("K") ? 1_000 : 1_000_000;
    }

    private static Optional<Instant> at(JsonNode entry) {
        return GraphFields.time(entry, "time");
    }
}
