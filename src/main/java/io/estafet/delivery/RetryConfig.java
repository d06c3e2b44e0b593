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

    /**
     * The first wait of a message whose request never left (no connection); it doubles while the number reaches nobody.
     * Half of each wait is random, so that retries do not come in waves. Not a try: such a message ends when it expires.
     */
    @WithDefault("1s")
    Duration base();

    /** What that wait grows to: long enough not to flood a network that is away, short enough to be back soon after. */
    @WithDefault("30s")
    Duration cap();
}
