package io.estafet.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** When a message that met a transient error is tried again, and how often. */
@ConfigMapping(prefix = "estafet.retry")
public interface RetryConfig {

    /** Attempts that met a transient error; then {@code failed}/{@code attempts-exhausted}. Throttling never counts. */
    @WithDefault("5")
    @Min(1)
    @Max(100)
    int maxAttempts();

    /** The first wait; it doubles with each try. Half of each wait is random, so that retries do not come in waves. */
    @WithDefault("1s")
    Duration base();

    /** What a wait grows to: long enough for an outage, short enough for a message that expires in minutes. */
    @WithDefault("5m")
    Duration cap();
}
