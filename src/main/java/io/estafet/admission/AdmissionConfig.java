package io.estafet.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How messages are admitted. The limits fail closed: a message whose limits cannot be evaluated waits. */
@ConfigMapping(prefix = "estafet.admission")
public interface AdmissionConfig {

    /**
     * How long a taken message belongs to its replica; more than twice the connect and request deadlines of the API
     * together.
     */
    @WithDefault("15s")
    Duration lease();

    /** The most messages that one take looks at: bounds the time of one script to some milliseconds. */
    @WithDefault("512")
    @Min(16)
    @Max(1024)
    int scan();

    /** A message's instant is at least this long after its admission: the time to commit the right to send. */
    @WithDefault("20ms")
    Duration lead();

    /**
     * The instant is at most this much later than that. A longer horizon makes larger batches. Lead + horizon must stay
     * below 250 ms.
     */
    @WithDefault("180ms")
    Duration horizon();

    /** Per mille of a number's throughput that are not used, so that late starts do not reach WhatsApp's limit. */
    @WithDefault("20")
    @Min(0)
    @Max(500)
    int headroomPerMille();

    /** One message to one person per this interval; WhatsApp's pair limit is 6 s. */
    @WithDefault("6200ms")
    Duration pairInterval();

    /** The most messages to one person at once, borrowed from the future; WhatsApp grants 45. */
    @WithDefault("40")
    @Min(1)
    int pairBurst();

    /** A customer service window that ends within this time counts as closed. */
    @WithDefault("5s")
    Duration windowMargin();
}
