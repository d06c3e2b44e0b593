package io.estafet.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How much the metrics may grow. */
@ConfigMapping(prefix = "estafet.metrics")
public interface MetricsConfig {

    /** Numbers with a label of their own; the rest is {@code other}. Each costs some 100 time series. */
    @WithDefault("200")
    @Min(1)
    int senders();

    /** A number that was silent for so long gives its label up when another needs it. */
    @WithDefault("10m")
    Duration senderIdle();
}
