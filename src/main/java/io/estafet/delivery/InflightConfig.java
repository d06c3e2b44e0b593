package io.estafet.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How many requests of one number may be under way from this replica. */
@ConfigMapping(prefix = "estafet.delivery.inflight")
public interface InflightConfig {

    /**
     * The limit with which a number begins: 16 in flight at 200 ms make 80 messages a second, a number's usual
     * throughput.
     */
    @WithDefault("16")
    @Min(1)
    int initial();

    /**
     * The largest limit; must stay below the connections of {@code estafet.cloud-api}. 1,000 messages a second at 500
     * ms need 500.
     */
    @WithDefault("512")
    @Min(1)
    @Max(10_000)
    int max();

    /**
     * By how much the limit grows in one round of answers. With the default, one lost answer is made up for in seconds.
     */
    @WithDefault("8")
    @Min(1)
    @Max(100)
    int growth();

    /** The share of the limit that is left after throttling or slowness. */
    @WithDefault("0.7")
    @DecimalMin("0.1")
    @DecimalMax("0.95")
    double cut();

    /** An answer slower than this is a sign of overload, whatever its content. */
    @WithDefault("2s")
    Duration slowAnswer();
}
