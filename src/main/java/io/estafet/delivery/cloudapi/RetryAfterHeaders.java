package io.estafet.delivery.cloudapi;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When the API may be asked again, according to its headers: {@code x-business-use-case-usage} (minutes; Graph
 * documents it) and {@code Retry-After} (seconds; not documented, but gateways send it). The longer time counts, up to
 * a day.
 */
final class RetryAfterHeaders {

    private static final long MOST_SECONDS = Duration.ofDays(1).toSeconds();
    /** Matches a number that is too large for a {@code long}; used only after parsing as a {@code long} has failed. */
    private static final Pattern OVERFLOW = Pattern.compile("[0-9]{19,}");

    private static final String USAGE = "x-business-use-case-usage";
    private static final String MINUTES = "estimated_time_to_regain_access";

    private RetryAfterHeaders() {}

    static Optional<Duration> read(MultiMap headers) {
        long seconds = Math.max(retryAfterSeconds(headers.get("retry-after")), usageSeconds(headers.get(USAGE)));
        return seconds <= 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(Math.min(seconds, MOST_SECONDS)));
    }

    /** The form with a date is not read: it would need the server's clock to agree with ours. */
    private static long retryAfterSeconds(@Nullable String value) {
        if (value == null) {
            return 0;
        }
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException dateOrNonsense) {
            return OVERFLOW.matcher(value.strip()).matches() ? MOST_SECONDS : 0;
        }
    }

    /** {@code {"<business>":[{"type":..., "estimated_time_to_regain_access":minutes}, ...]}}. */
    private static long usageSeconds(@Nullable String value) {
        if (value == null) {
            return 0;
        }
        long minutes = 0;
        try {
            for (var business : new JsonObject(value)) {
                for (Object usage : (JsonArray) business.getValue()) {
                    // Read as a double: a number that is too large becomes the largest, and does not wrap around.
                    minutes = Math.max(minutes, (long)
                            ((JsonObject) usage).getDouble(MINUTES, 0.0).doubleValue());
                }
            }
        } catch (RuntimeException nonsense) {
            return 0;
        }
        return Math.min(minutes, MOST_SECONDS) * 60;
    }
}
