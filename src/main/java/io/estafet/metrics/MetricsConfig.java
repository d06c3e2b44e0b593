package io.estafet.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How much the metrics may grow. */
@ConfigMapping(prefix = "estafet.metrics")
public interface MetricsConfig {

    /** The most numbers with a label of their own; the rest is {@code other}. Each costs some 100 time series. */
    @WithDefault("200")
    @Min(1)
    int senders();

    /** A number that was silent for this long gives up its label when another number needs one. */
    @WithDefault("10m")
    Duration senderIdle();
}
