package io.estafet.delivery;

import java.time.Duration;

/** Configs as records, with the values that the tests reason about. */
public final class TestConfigs {

    private TestConfigs() {}

    public record Retry(int maxAttempts, Duration base, Duration cap) implements RetryConfig {
        public Retry() {
            this(5, Duration.ofSeconds(1), Duration.ofSeconds(30));
        }
    }

    public record Inflight(int initial, int max, int growth, double cut, Duration slowAnswer)
            implements InflightConfig {
        public Inflight() {
            this(16, 64, 1, 0.5, Duration.ofSeconds(2));
        }
    }

    public record Metrics(int senders, Duration senderIdle) implements io.estafet.metrics.MetricsConfig {
        public Metrics() {
            this(200, Duration.ofMinutes(10));
        }
    }
}
