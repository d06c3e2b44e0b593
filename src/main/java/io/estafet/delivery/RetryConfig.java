package io.estafet.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** When a message that met a transient error is tried again, and how often. */
@ConfigMapping(prefix = "estafet.retry")
public interface RetryConfig {

    /**
     * The most attempts that meet a transient error or whose outcome is unknown; then the message is
     * {@code failed}/{@code attempts-exhausted}. Throttling never counts.
     */
    @WithDefault("5")
    @Min(1)
    @Max(100)
    int maxAttempts();

    /**
     * The first wait of a message whose request never left (no connection). It doubles while the number reaches no
     * server. Half of each wait is random, so that retries do not come in waves. Such an attempt is no try: the message
     * ends when it expires.
     */
    @WithDefault("1s")
    Duration base();

    /** The longest such wait: long enough not to flood a network that is down, short enough to resume soon after. */
    @WithDefault("30s")
    Duration cap();
}
