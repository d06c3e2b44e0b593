package io.estafet.inbound.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.inbound.WebhookEvents;
import io.estafet.sender.Health.Quality;
import io.estafet.sender.Health.Status;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Reads the health of numbers and accounts. */
final class HealthItems {

    private static final String NO_MESSAGING = "RESTRICTED_BIZ_INITIATED_MESSAGING";

    private HealthItems() {}

    private static final Set<String> EVENTS = Set.of("FLAGGED", "UNFLAGGED", "ONBOARDING");

    /** True for an update of a number that concerns its health. */
    static boolean isToldBy(JsonNode value) {
        return EVENTS.contains(value.path("event").asText());
    }

    /** @throws IllegalArgumentException when no number is named */
    static Optional<WebhookEvents.Health> ofNumber(JsonNode entry, JsonNode value) {
        boolean isFlagged = value.path("event").asText().equals("FLAGGED");
        return health(
                entry,
                Optional.of(GraphFields.displayDigits(value)),
                // Not flagged any more, the quality is medium or high: which of them is not said.
                Optional.of(isFlagged ? Quality.RED : Quality.UNKNOWN),
                isFlagged ? Status.FLAGGED : Status.CONNECTED,
                Optional.empty());
    }

    /** Empty for an event that does not change whether the account may send. */
    static Optional<WebhookEvents.Health> ofAccount(JsonNode entry, JsonNode value) {
        return switch (GraphFields.text(value, "event")) {
            case "ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED" -> account(entry, Status.DISABLED, Optional.empty());
            case "ACCOUNT_RECONNECTED" -> account(entry, Status.CONNECTED, Optional.empty());
            case "DISABLED_UPDATE" ->
                banned(entry, value.at("/ban_info/waba_ban_state").asText());
            case "ACCOUNT_RESTRICTION" -> restricted(entry, value.path("restriction_info"));
            default -> Optional.empty();
        };
    }

    private static Optional<WebhookEvents.Health> banned(JsonNode entry, String state) {
        return switch (state) {
            case "DISABLE" -> account(entry, Status.DISABLED, Optional.empty());
            case "REINSTATE" -> account(entry, Status.CONNECTED, Optional.empty());
            default -> Optional.empty();
        };
    }

    private static Optional<WebhookEvents.Health> restricted(JsonNode entry, JsonNode restrictions) {
        for (JsonNode restriction : restrictions) {
            if (restriction.path("restriction_type").asText().equals(NO_MESSAGING)) {
                Optional<Instant> until =
                        GraphFields.time(restriction, "expiration").filter(end -> end.isAfter(Instant.EPOCH));
                return account(entry, Status.RESTRICTED, until);
            }
        }
        return Optional.empty();
    }

    private static Optional<WebhookEvents.Health> account(JsonNode entry, Status status, Optional<Instant> until) {
        return health(entry, Optional.empty(), Optional.empty(), status, until);
    }

    private static Optional<WebhookEvents.Health> health(
            JsonNode entry,
            Optional<String> digits,
            Optional<Quality> quality,
            Status status,
            Optional<Instant> until) {
        return Optional.of(new WebhookEvents.Health(
                GraphFields.text(entry, "id"), digits, quality, status, until, GraphFields.time(entry, "time")));
    }
}
